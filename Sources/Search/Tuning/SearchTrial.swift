import SearchEngine
import Synchronization

/// A tuning that is tried out, in one search or in many: what an index has to make of it is made once.
package final class SearchTrial: Sendable {
    /// What is tried.
    package let tuning: SearchTuning
    private let view = Mutex<SearchView?>(nil)

    /// A trial of that tuning.
    package init(_ tuning: SearchTuning) {
        self.tuning = tuning
    }

    /// The embedded index as it was at the first search of the trial, under its tuning.
    func view(_ make: () -> SearchView) -> SearchView {
        view.withLock { view in
            if let view { return view }
            let made = make()
            view = made
            return made
        }
    }
}
