/// Somebody with an account.
package struct User: Sendable {}
