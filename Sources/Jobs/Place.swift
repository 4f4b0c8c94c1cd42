/// Its place.
enum JobsPlace {}
