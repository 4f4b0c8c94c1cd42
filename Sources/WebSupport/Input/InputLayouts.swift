import Synchronization

/// The layouts of bodies, each read once by reflection (about 20 µs) and then kept. As many entries as there are types
/// in the program.
final class InputLayouts: Sendable {
    static let shared = InputLayouts()

    private let layouts = Mutex<[ObjectIdentifier: InputLayout]>([:])

    func layout<Object: InputObject>(of type: Object.Type) -> InputLayout {
        layouts.withLock { layouts in
            if let layout = layouts[ObjectIdentifier(type)] { return layout }
            let layout = InputLayout(of: Object())
            layouts[ObjectIdentifier(type)] = layout
            return layout
        }
    }
}
