/// Its place.
enum APIReferencePlace {}
