import Kernel
import Testing

struct PageTests {
    @Test func `The pages of a list show every item once and in order`() {
        for total in [0, 1, 19, 20, 21, 100, 101] {
            for size in [1, 7, 20, 100] {
                let all = Array(0..<total)
                let count = Page(items: all, total: total, request: PageRequest(size: size)).totalPages
                let shown = (1...max(count, 1)).flatMap { number in
                    let request = PageRequest(number: number, size: size)
                    return all.dropFirst(request.offset).prefix(request.size)
                }
                #expect(shown == all)
                #expect(count == 0 || (count - 1) * size < total)
            }
        }
    }

    @Test(arguments: [(0, 0), (-5, -5), (.min, .min), (.max, .max), (1, 101), (3, 50)])
    func `A request is clamped to what is allowed`(number: Int, size: Int) {
        let request = PageRequest(number: number, size: size)
        #expect(request.number >= 1)
        #expect(PageRequest.sizes.contains(request.size))
        #expect(request.offset >= 0)
    }

    @Test func `No page is deeper than the limit`() {
        for size in PageRequest.sizes {
            let last = PageRequest(number: PageRequest.maximumDepth / size, size: size)
            let next = PageRequest(number: last.number + 1, size: size)
            #expect(!last.isTooDeep && last.offset < PageRequest.maximumDepth, "size \(size)")
            #expect(next.isTooDeep || size == 1, "size \(size)")
        }
    }

    @Test func `A page of other items keeps its place`() {
        let page = Page(items: [1, 2], total: 42, request: PageRequest(number: 3, size: 2)).map { "\($0)" }
        #expect(page.items == ["1", "2"])
        #expect(page.total == 42)
        #expect(page.request == PageRequest(number: 3, size: 2))
        #expect(page.totalPages == 21)
    }
}
