/// Its place.
enum BlobsPlace {}
