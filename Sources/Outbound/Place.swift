/// Its place.
enum OutboundPlace {}
