/// The namespace of what the demonstration shop is made from; `DemoCatalogue` and `DemoPicture` are its doors.
enum Demo {
    /// All departments, in the order of the shop's navigation. Changing the order or a leaf's weight changes every
    /// catalogue; texts can be changed freely.
    static let departments: [Department] = [
        .kitchen, .dining, .furniture, .bedAndBath, .lightingAndDecor, .electronics, .outdoor, .gardenAndWorkshop,
        .office, .toys, .clothing, .shoes, .sport, .books,
    ]

    /// One place per share of a leaf, so that popular leaves come up more often.
    static let slots: [Slot] = departments.flatMap { department in
        department.leaves.flatMap { leaf in
            (0..<leaf.weight).map { Slot(department: department, leaf: leaf, share: $0) }
        }
    }

    /// A leaf of the tree and which of its shares this is.
    struct Slot: Sendable {
        let department: Department
        let leaf: Leaf
        let share: Int
    }
}
