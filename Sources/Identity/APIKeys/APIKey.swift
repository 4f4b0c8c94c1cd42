/// What a machine proves to be with.
package struct APIKey: Sendable {}
