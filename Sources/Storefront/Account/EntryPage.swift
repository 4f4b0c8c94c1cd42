/// A page for somebody who is not signed in: one card with one form.
struct EntryPage {
    let frame: Frame
    let heading: String
    let lead: String?
    let notice: String?
    let form: FormView?
    let providers: [Link]
    let passkey: FormView?
    let hasOthers: Bool
    let links: [Link]
    let hasLinks: Bool

    /// What stands in the card.
    struct Content {
        let heading: String
        var lead: String?
        var form: Form?
        /// Other ways in: accounts elsewhere.
        var providers: [Link] = []
        /// Another way in: a passkey.
        var passkey: Form?
        var links: [Link] = []
    }

    init(_ content: Content, notice: Notice?, forms: FormSheet, frame: (PageHead) -> Frame) {
        (heading, lead, self.notice) = (content.heading, content.lead, notice?.text)
        form = content.form.map(forms.view)
        (providers, passkey) = (content.providers, content.passkey.map(forms.view))
        hasOthers = !content.providers.isEmpty || content.passkey != nil
        (links, hasLinks) = (content.links, !content.links.isEmpty)
        var head = PageHead(title: forms.title(content.heading), hasSearchBox: false)
        head.isAccount = true
        head.usesPasskeys = content.passkey != nil
        self.frame = frame(head)
    }
}
