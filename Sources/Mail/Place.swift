/// Its place.
enum MailPlace {}
