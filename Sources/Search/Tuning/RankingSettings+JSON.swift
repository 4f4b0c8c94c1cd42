import Kernel

/// The settings as the database keeps them: an object whose missing members are as the shop begins, so that a later
/// version of the shop can add some.
extension RankingSettings {
    var jsonText: String {
        var writer = JSONWriter(capacity: 512)
        writer.object { object in
            object.numbers("boosts", boosts)
            object.numbers("weights", weights)
            object.name("stop_words")
            object.array(stopWords) { $0.value($1) }
            object.name("typos")
            object.object { typos in
                typos.member("on", self.typos.isOn)
                typos.member("one_edit_from", self.typos.oneEditFrom)
                typos.member("two_edits_from", self.typos.twoEditsFrom)
                typos.member("last_resort_from", self.typos.lastResortFrom)
                typos.member("rare_below", self.typos.rareBelow)
            }
        }
        return writer.text
    }

    init(json: JSONValue) {
        let (usual, typos) = (TypoSettings(), json["typos"])
        self.init(
            boosts: json["boosts"]?.numbers() ?? [:], weights: json["weights"]?.numbers() ?? [:],
            stopWords: json["stop_words"]?.texts,
            typos: TypoSettings(
                isOn: typos?["on"]?.flag ?? usual.isOn,
                oneEditFrom: typos?["one_edit_from"]?.integer ?? usual.oneEditFrom,
                twoEditsFrom: typos?["two_edits_from"]?.integer ?? usual.twoEditsFrom,
                lastResortFrom: typos?["last_resort_from"]?.integer ?? usual.lastResortFrom,
                rareBelow: typos?["rare_below"]?.integer ?? usual.rareBelow))
    }
}

extension JSONWriter {
    fileprivate mutating func numbers<Name: RawRepresentable>(_ name: StaticString, _ numbers: [Name: Double])
    where Name.RawValue == String {
        self.name(name)
        object { object in
            for (name, number) in numbers.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                object.member(name.rawValue, number)
            }
        }
    }
}

extension JSONValue {
    fileprivate func numbers<Name: RawRepresentable & Hashable>() -> [Name: Double] where Name.RawValue == String {
        (members ?? []).reduce(into: [:]) { numbers, member in
            if let name = Name(rawValue: member.name) { numbers[name] = member.value.double }
        }
    }
}
