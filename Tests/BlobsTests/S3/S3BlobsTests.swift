import Outbound
import TestSupport
import Testing

@testable import Blobs

@Suite(.timeLimit(.minutes(3))) struct S3BlobsTests {
    private static let keys = ["AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "hush"]

    @Test func `a bucket of AWS needs no more than its name`() throws {
        let settings = try S3Settings("s3://my-bucket", environment: Self.keys)
        #expect(settings.endpoint.text == "https://s3.us-east-1.amazonaws.com/")
        #expect(settings.style == .virtual)
        #expect(settings.prefix.isEmpty)
        let elsewhere = try S3Settings("s3://my.bucket/a/b/?region=eu-central-1", environment: Self.keys)
        #expect(elsewhere.endpoint.text == "https://s3.eu-central-1.amazonaws.com/")
        #expect(elsewhere.style == .path)
        #expect(elsewhere.prefix == "a/b/")
    }

    @Test(arguments: [
        ("s3://", "name a bucket"), ("s3://A", "name a bucket"), ("s3://bucket/a//b", "like a key"),
        ("s3://bucket?colour=red", "colour=red"), ("s3://bucket?endpoint=ftp://x", "endpoint"),
        ("s3://bucket?endpoint=http://x/y", "endpoint"), ("s3://bucket?style=new", "style"),
        ("s3://bucket?region=a/b", "region"),
        ("ftp://bucket", "s3:// or file:///"), ("file://relative", "s3:// or file:///"),
    ])
    func `a wrong setting says what is wrong`(_ url: String, _ words: String) {
        var environment = Self.keys
        environment["BLOB_URL"] = url
        do {
            _ = try BlobSettings(environment: environment, defaultFolder: "/data/blobs")
            Issue.record("\(url) was taken")
        } catch { #expect(error.message.contains(words), "\(error.message)") }
    }

    @Test func `blobs lie on the disk unless something else is said, and secrets are never printed`() throws {
        #expect(try BlobSettings(environment: [:], defaultFolder: "/data/blobs") == .disk(folder: "/data/blobs"))
        #expect(
            try BlobSettings(environment: ["BLOB_URL": "file:///srv/x"], defaultFolder: "/d") == .disk(folder: "/srv/x")
        )
        #expect(throws: BlobError.settings("S3 needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")) {
            try BlobSettings(environment: ["BLOB_URL": "s3://bucket"], defaultFolder: "/d")
        }
        var environment = Self.keys
        environment["BLOB_URL"] = "s3://bucket"
        let settings = try BlobSettings(environment: environment, defaultFolder: "/d")
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!"\(settings)".contains("hush") && !dumped.contains("hush"))
    }

    @Test(.enabled(if: TestPython.isThere, "needs SOUK_TEST_PYTHON; scripts/test sets it"))
    func `a bucket that is not there is an honest error`() async throws {
        try await TestBucket.with { settings, client in
            let endpoint = settings.endpoint.origin
            let other = try S3Settings("s3://no-such-bucket?endpoint=\(endpoint)", environment: Self.keys)
            let store = S3Blobs(other, client: client)
            let key = try BlobKey("a")
            await #expect(throws: BlobError.unavailable("There is no such bucket.")) {
                try await store.put([1], at: key, type: "text/plain")
            }
            await #expect(throws: BlobError.unavailable("There is no such bucket.")) {
                try await store.list("", after: nil, limit: 1)
            }
        }
    }

    @Test(.enabled(if: TestPython.isThere, "needs SOUK_TEST_PYTHON; scripts/test sets it"))
    func `what other programs keep in the bucket is passed over`() async throws {
        try await TestBucket.with { settings, client in
            let base = "\(settings.endpoint.origin)/\(settings.bucket)/"
            for name in ["a%20b", "some/where/b%20c", "some/where/x~"] {
                _ = try await client.send(OutboundRequest(.put, try OutboundURL(base + name), body: .bytes([1])))
            }
            let store = S3Blobs(settings, client: client)
            _ = try await store.put([1, 2], at: BlobKey("c"), type: "text/plain")
            let page = try await store.list("", after: nil, limit: 1)
            #expect(page.items.map(\.key.description) == ["c"])
            let foreign = try await store.blob(at: BlobKey("c"))
            #expect(foreign?.checksum == BlobChecksum(of: [1, 2]))
        }
    }

    @Test func `a listing is read, with its escapes`() throws {
        let text = """
            <?xml version="1.0"?><ListBucketResult xmlns="x"><IsTruncated>true</IsTruncated>
            <Contents><Key>a&amp;b&#x41;&#66;</Key><Size>12</Size></Contents>
            <Contents><Key>c</Key><Size>0</Size></Contents>
            </ListBucketResult>
            """
        let listing = try #require(S3Listing(Array(text.utf8)))
        #expect(listing.objects == [.init(key: "a&bAB", length: 12), .init(key: "c", length: 0)])
        #expect(listing.isTruncated)
        #expect(S3Listing(Array("<html>".utf8)) == nil)
    }
}
