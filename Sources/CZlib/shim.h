#include <zlib.h>

// inflateInit2/deflateInit2 are macros, which Swift cannot see. 15 + 32: zlib or gzip header, found by itself;
// 15 + 16: write a gzip header.
static inline int souk_inflate_init(z_stream *stream) { return inflateInit2(stream, 15 + 32); }
static inline int souk_gzip_init(z_stream *stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
static inline int souk_gzip_init_level(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
