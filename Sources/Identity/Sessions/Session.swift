/// A person who is signed in on one device.
package struct Session: Sendable {}
