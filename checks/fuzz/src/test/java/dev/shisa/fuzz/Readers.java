package dev.shisa.fuzz;

import static dev.shisa.fuzz.Material.files;
import static dev.shisa.fuzz.Material.text;

import dev.shisa.advisory.CsafDocument;
import dev.shisa.advisory.UnreadableCsafException;
import dev.shisa.advisory.provider.IssuedDocument;
import dev.shisa.bom.BomReader;
import dev.shisa.bom.ByteSource;
import dev.shisa.ledger.Checkpoint;
import dev.shisa.ledger.EntryBundle;
import dev.shisa.ledger.LedgerException;
import dev.shisa.ledger.Note;
import dev.shisa.ledger.VerifierKey;
import dev.shisa.pki.CertificateRequest;
import dev.shisa.pki.Ocsp;
import dev.shisa.pki.RefusedException;
import dev.shisa.probe.DeclarationException;
import dev.shisa.probe.DeclarationReader;
import dev.shisa.probe.ReportFile;
import dev.shisa.probe.ReportFileException;
import dev.shisa.probe.exposure.KnownVersions;
import dev.shisa.probe.exposure.Sensitive;
import dev.shisa.probe.exposure.ToldVersion;
import dev.shisa.probe.login.Digest;
import dev.shisa.probe.tls.TlsReaders;
import dev.shisa.probe.web.WebReaders;
import dev.shisa.scan.ScanReader;
import dev.shisa.scan.UnreadableScanException;
import dev.shisa.server.advisory.KeyReaders;
import dev.shisa.server.advisory.OpenPgpReceiver;
import dev.shisa.server.answers.SheetReaders;
import dev.shisa.server.application.ApplicationReaders;
import dev.shisa.server.application.FormReader;
import dev.shisa.server.document.Marks;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.age.Age;
import dev.shisa.server.platform.age.AgeIdentity;
import dev.shisa.server.platform.age.AgeRecipient;
import dev.shisa.server.platform.backup.BackupReaders;
import dev.shisa.server.platform.ledger.LedgerEntry;
import dev.shisa.server.platform.office.DocumentPage;
import dev.shisa.server.platform.office.DocumentText;
import dev.shisa.server.platform.office.TableLines;
import dev.shisa.server.platform.office.TextRefused;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.tls.CertificateReaders;
import dev.shisa.server.platform.web.VisibleText;
import dev.shisa.server.psirt.MailReaders;
import dev.shisa.server.shipment.SerialRange;
import dev.shisa.server.tracker.TrackerReaders;
import dev.shisa.server.transfer.TransferReaders;
import dev.shisa.server.vulnerability.SignatureReaders;
import dev.shisa.vulnerability.Cpe;
import dev.shisa.vulnerability.Purl;
import dev.shisa.vulnerability.VulnerabilityCodec;
import dev.shisa.vulnerability.feed.FeedFile;
import dev.shisa.vulnerability.feed.SourceBundle;
import dev.shisa.vulnerability.triage.CvssVector;
import dev.shisa.vulnerability.triage.VexReader;
import dev.shisa.vulnerability.version.Vers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Every reader of bytes that come from outside. */
final class Readers {

    private static final String SHARED = "../shared/testdata/";
    private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");
    private static final AgeIdentity IDENTITY = AgeIdentity.parse(
                    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")
            .orElseThrow();

    private final List<Reader> all = new ArrayList<>();

    private Readers() {
        lists();
        records();
        ledger();
        devices();
        office();
        keys();
    }

    static List<Reader> all() {
        return List.copyOf(new Readers().all);
    }

    private void add(
            String name,
            String where,
            List<byte[]> seeds,
            Reader.Body body,
            List<Class<? extends Throwable>> refusals) {
        all.add(new Reader(name, where, seeds, Set.copyOf(refusals), body));
    }

    @SafeVarargs
    private static List<byte[]> seeds(List<byte[]>... some) {
        return Stream.of(some).flatMap(List::stream).toList();
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Lists of components, and advisories about them. */
    private void lists() {
        add(
                "list of components",
                "BomReader.read",
                seeds(
                        List.of(
                                text("""
                                        {"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[{"type":"library","bom-ref":"a",
                                        "name":"zlib","version":"1.3.1","purl":"pkg:deb/debian/zlib1g@1.3.1?arch=armhf","hashes":[{"alg":"SHA-256",
                                        "content":"00"}],"licenses":[{"license":{"id":"Zlib"}}]}],"dependencies":[{"ref":"a","dependsOn":["a"]}]}"""),
                                text("""
                                        SPDXVersion: SPDX-2.3
                                        DataLicense: CC0-1.0
                                        SPDXID: SPDXRef-DOCUMENT
                                        DocumentName: gateway
                                        DocumentNamespace: https://example.jp/gateway
                                        Creator: Tool: made-by-hand
                                        Created: 2026-04-01T00:00:00Z
                                        PackageName: busybox
                                        SPDXID: SPDXRef-busybox
                                        PackageVersion: 1.36.1
                                        PackageDownloadLocation: NOASSERTION
                                        Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-busybox
                                        """),
                                text("""
                                        <?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1"><components>
                                        <component type="library"><name>openssl</name><version>3.0.13</version></component></components></bom>"""),
                                text("name,version,supplier\nopenssl,3.0.13,OpenSSL\nzlib,1.3.1,\n"),
                                text(
                                        "Package: busybox\nStatus: install ok installed\nVersion: 1:1.36.1-9\nArchitecture: armhf\n\n")),
                        files("engines/bom/src/test/resources", "*.zst"),
                        files("demo", "*.json"),
                        files(SHARED + "psirt/sbom", "*")),
                bytes -> BomReader.read(BomReader.unpacked(ByteSource.of("list", bytes))),
                List.of(IOException.class));
        List<byte[]> advisories =
                seeds(files("engines/advisory/src/test/resources", "*.json"), files(SHARED + "psirt/csaf", "*.json"));
        add("advisory", "CsafDocument.read", advisories, CsafDocument::read, List.of(UnreadableCsafException.class));
        add(
                "advisory to be published",
                "IssuedDocument.of",
                advisories,
                bytes -> IssuedDocument.of(bytes, NOW),
                List.of(UnreadableCsafException.class, IssuedDocument.Refused.class));
        add(
                "word on exploitability",
                "VexReader.read",
                seeds(List.of(text("""
                                        {"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.jp/1","author":"a","timestamp":
                                        "2026-04-01T00:00:00Z","version":1,"statements":[{"vulnerability":{"name":"CVE-2024-1"},"products":[{"@id":
                                        "pkg:deb/debian/zlib1g@1.3.1"}],"status":"not_affected","justification":"component_not_present"}]}""")), advisories, files(SHARED + "psirt/vex", "*")),
                bytes -> VexReader.read("word.json", bytes),
                List.of());
        add(
                "result of a scan",
                "ScanReader.read",
                seeds(files("engines/scan/src/test/resources", "*"), files("demo/files", "*.xml")),
                ScanReader::read,
                List.of(UnreadableScanException.class));
    }

    /** Public records about vulnerabilities, and the small languages in them. */
    private void records() {
        add(
                "records of vulnerabilities",
                "FeedFile.read",
                seeds(
                        List.of(
                                text("""
                                        {"id":"OSV-1","modified":"2026-04-01T00:00:00Z","affected":[{"package":{"ecosystem":"Debian:12","name":"zlib"},
                                        "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1:1.2.13"}]}]}]}"""),
                                text("""
                                        {"resultsPerPage":1,"startIndex":0,"totalResults":1,"format":"NVD_CVE","version":"2.0","vulnerabilities":[{"cve":
                                        {"id":"CVE-2024-1","published":"2026-04-01T00:00:00.000","lastModified":"2026-04-01T00:00:00.000","vulnStatus":
                                        "Analyzed","descriptions":[{"lang":"en","value":"x"}],"configurations":[{"nodes":[{"operator":"OR","cpeMatch":[{
                                        "vulnerable":true,"criteria":"cpe:2.3:a:zlib:zlib:*:*:*:*:*:*:*:*","versionEndExcluding":"1.3"}]}]}]}}]}"""),
                                text("""
                                        {"title":"CISA Catalog of Known Exploited Vulnerabilities","catalogVersion":"2026.04.01","dateReleased":
                                        "2026-04-01T00:00:00Z","count":1,"vulnerabilities":[{"cveID":"CVE-2024-1","vendorProject":"a","product":"b",
                                        "dateAdded":"2026-04-01","dueDate":"2026-04-22","knownRansomwareCampaignUse":"Known"}]}"""),
                                text(
                                        "#model_version:v2025.03.14,score_date:2026-04-01T00:00:00Z\ncve,epss,percentile\nCVE-2024-1,0.5,0.9\n"),
                                text(
                                        "{\"zlib\":{\"CVE-2024-1\":{\"releases\":{\"bookworm\":{\"status\":\"open\",\"urgency\":\"low\"}}}}}")),
                        files(SHARED + "psirt/feeds", "*")),
                bytes -> FeedFile.read(new ByteArrayInputStream(bytes), kind -> true, item -> {}),
                List.of());
        add(
                "bundle of sources",
                "SourceBundle.read",
                List.of(bundle()),
                bytes -> SourceBundle.read(
                        new ByteArrayInputStream(bytes), NOW, () -> false, (item, content) -> content.readAllBytes()),
                List.of());
        add(
                "stored record of a vulnerability",
                "VulnerabilityCodec.read",
                List.of(new byte[] {1}, new byte[40]),
                VulnerabilityCodec::read,
                List.of(IllegalArgumentException.class));
        add(
                "name of a package",
                "Purl.parse",
                List.of(text("pkg:npm/%40angular/core@17.0.0?arch=x&repository_url=https%3A%2F%2Fa#src/main")),
                bytes -> Purl.parse(utf8(bytes)).ifPresent(purl -> purl.qualifier(purl.packageName())),
                List.of());
        add(
                "name of a platform",
                "Cpe.parse",
                List.of(
                        text("cpe:2.3:o:linux:linux_kernel:6.1.\\*:rc1:*:*:*:*:arm:*"),
                        text("cpe:/a:openssl:openssl:3.0.13::~~~node.js~~")),
                bytes -> again(utf8(bytes), Cpe::parse),
                List.of());
        add(
                "severity",
                "CvssVector.parse",
                List.of(
                        text("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
                        text("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:A"),
                        text("AV:N/AC:L/Au:N/C:P/I:P/A:P")),
                bytes -> again(utf8(bytes), text -> CvssVector.parse(text).map(CvssVector::toString)),
                List.of());
        add(
                "range of versions",
                "Vers.parse",
                List.of(
                        text("vers:deb/>=1:1.2.3~rc1|<1:1.2.4-1|!=1:1.2.3-2"),
                        text("vers:npm/*"),
                        text("vers:pypi/>=1.0.dev1|<2!1.0+l")),
                bytes -> again(utf8(bytes), Vers::tolerant),
                List.of());
        add(
                "order of versions",
                "VersionScheme.compare",
                List.of(
                        text("deb\n1:1.2.3~rc1-1\n1.2.3"),
                        text("rpm\n1.0^git1\n1.0"),
                        text("maven\n1.0-alpha-1\n1.0.0"),
                        text("alpine\n1.2_p1-r0\n1.2")),
                Readers::order,
                List.of());
    }

    private static byte[] bundle() {
        byte[] kev = text("{\"catalogVersion\":\"1\",\"vulnerabilities\":[]}");
        SourceBundle.Item item =
                new SourceBundle.Item("kev.json", "kev", "https://a.example/kev.json", NOW, kev.length, sha256(kev));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            SourceBundle.write(out, List.of(item), List.of("osv:npm"), _ -> new ByteArrayInputStream(kev));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is written of something is read as the same. */
    private static <T> void again(String text, Function<String, Optional<T>> read) {
        read.apply(text).ifPresent(first -> {
            if (!read.apply(first.toString()).equals(Optional.of(first))) {
                throw new IllegalStateException(first + " is read as something else");
            }
        });
    }

    private static Optional<String> range(String text) {
        SerialRange.Typed typed = SerialRange.parse(text);
        return typed.wrong().isEmpty() && typed.ranges().size() == 1
                ? Optional.of(typed.ranges().getFirst().text())
                : Optional.empty();
    }

    private static void order(byte[] bytes) {
        String[] parts = utf8(bytes).split("\n", 3);
        Vers.scheme(parts[0]).filter(scheme -> parts.length == 3).ifPresent(scheme -> {
            var there = scheme.compare(parts[1], parts[2]);
            var back = scheme.compare(parts[2], parts[1]);
            if (there.isPresent() != back.isPresent()
                    || there.isPresent() && Integer.signum(there.getAsInt()) != -Integer.signum(back.getAsInt())) {
                throw new IllegalStateException("no order");
            }
        });
    }

    /** What auditors and witnesses exchange. */
    private void ledger() {
        String checkpoint = "shisa.example/log\n256\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
        List<Class<? extends Throwable>> malformed = List.of(LedgerException.Malformed.class);
        add(
                "signed note",
                "Note.parse",
                seeds(
                        List.of(text(checkpoint
                                + "\n\u2014 shisa.example/log AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n")),
                        files(SHARED + "ledger", "checkpoint")),
                Note::parse,
                malformed);
        add(
                "checkpoint",
                "Checkpoint.parse",
                List.of(text(checkpoint)),
                bytes -> Checkpoint.parse(utf8(bytes)),
                malformed);
        add(
                "public key of a log",
                "VerifierKey.parse",
                List.of(text("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")),
                bytes -> VerifierKey.parse(utf8(bytes)),
                malformed);
        add(
                "bundle of entries",
                "EntryBundle.parse",
                List.of(new byte[] {0, 2, 'h', 'i', 0, 0}),
                bytes -> EntryBundle.parse(bytes, 2),
                malformed);
        add(
                "entry of the ledger",
                "LedgerEntry.parse",
                List.of(text("{\"at\":\"2026-04-01T00:00:00Z\",\"commitment\":\"" + "0".repeat(64)
                        + "\",\"id\":1,\"kind\":\"evidence\",\"v\":1}")),
                LedgerEntry::parse,
                List.of());
    }

    /** What a device on the bench answers, and what is said about it. */
    private void devices() {
        add("hello of a device", "Hello.parse", List.of(hello()), TlsReaders::hello, List.of());
        add(
                "web answer of a device",
                "Http.parse",
                List.of(
                        text(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nSet-Cookie: a=b\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
                        text("HTTP/1.0 401 x\nContent-Length: 2\nWWW-Authenticate: Basic realm=\"a\"\n\nno")),
                WebReaders::http,
                List.of(IOException.class));
        add("page of a device", "Page.read", List.of(text("""
                                <!DOCTYPE html><html><head><title>Router</title><script>fetch("/api/login",{method:"POST",body:
                                JSON.stringify({user:"a",password:b})})</script></head><body><a href="/status?id=1">x</a><form method=post
                                action=/login enctype=multipart/form-data><input name=user><input type=password name=pw><input type=file name=f>
                                <select name=s><option value=1>1</select></form><meta http-equiv=refresh content="0;url=/a"></body></html>""")), WebReaders::page, List.of());
        add("script of a device", "Page.read", List.of(text("""
                                const base="/api/v1/";axios.post(base+"users/"+id,{password:pw,old:o});$.ajax({url:"/x",type:"PUT",data:{a:1}});
                                xhr.open("DELETE","/y");fetch(`/z/${id}`,{method:'PATCH',body:JSON.stringify({q})});""")), WebReaders::script, List.of());
        add(
                "answer of a device",
                "JsonAnswer.read",
                List.of(
                        text(
                                "{\"result\":{\"token\":\"abcdefgh12345678\",\"csrfToken\":\"abcdefgh12345678\",\"success\":true}}")),
                WebReaders::answer,
                List.of());
        add(
                "words of a device",
                "ToldVersion.in",
                List.of(
                        text("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\nServer: lighttpd/1.4.69 OpenSSL/3.0.13\n"),
                        text(
                                "admin_password=\"s3cret!x\"\n-----BEGIN RSA PRIVATE KEY-----\n{\"ssid\":\"a\",\"psk\":\"12345678\"}\n")),
                bytes -> {
                    KnownVersions.in(utf8(bytes));
                    ToldVersion.in(utf8(bytes));
                    Sensitive.any(utf8(bytes));
                    Sensitive.binary(bytes);
                },
                List.of());
        add(
                "challenge of a device",
                "Digest.answer",
                List.of(text(
                        "Digest realm=\"a\", nonce=\"b\", qop=\"auth,auth-int\", algorithm=SHA-256, opaque=\"c\"")),
                bytes -> Digest.answer(utf8(bytes), "GET", "/", "admin", "admin", "0"),
                List.of());
        add(
                "declaration of a device",
                "DeclarationReader.read",
                seeds(List.of(text("""
                                        {"devices":[{"name":"GW-50","address":"192.0.2.1","credentials":[{"user":"admin","password":"x"}],
                                        "ports":[{"port":443,"protocol":"tcp","purpose":"settings"}]}]}""")), files("engines/probe/src/test/resources", "*.json")),
                DeclarationReader::read,
                List.of(DeclarationException.class));
        add(
                "report of the probe",
                "ReportFile.read",
                seeds(
                        List.of(text("{\"format\":\"shisa-probe-report\",\"version\":1,\"results\":[]}")),
                        files("demo", "*.json")),
                ReportFile::read,
                List.of(ReportFileException.class));
    }

    /** A record with a hello of TLS 1.2 and no extensions (RFC 5246, 7.4.1.3). */
    private static byte[] hello() {
        byte[] hello = new byte[5 + 4 + 38];
        hello[0] = 22;
        hello[1] = 3;
        hello[2] = 3;
        hello[4] = 42;
        hello[5] = 2;
        hello[8] = 38;
        hello[9] = 3;
        hello[10] = 3;
        hello[44] = (byte) 0xc0;
        hello[45] = 0x2f;
        return hello;
    }

    /** Files that people upload, and texts that they type. */
    private void office() {
        List<byte[]> workbooks =
                seeds(files("apps/server/src/test/resources/forms", "*.xlsx"), files("demo/files", "*.xlsx"));
        add("questionnaire", "SheetRows.read", workbooks, SheetReaders::rows, List.of(WorkbookRefused.class));
        add("form", "FormReader.read", workbooks, FormReader::read, List.of(WorkbookRefused.class));
        add(
                "table",
                "TableLines.read",
                seeds(List.of(text("\uFEFFname;version\r\n\"a\"\"b\";\"1\n2\"\r\n")), workbooks),
                bytes -> TableLines.read(bytes, new TableLines.Bounds(5_000, 40, 2_000), (number, cells) -> {}),
                List.of(WorkbookRefused.class));
        add(
                "pasted block",
                "TableLines.pasted",
                List.of(text("name\tport\r\n\"a \"\"b\"\"\n\"\t443\r\n\"open\t5\" disk\r\n")),
                bytes -> TableLines.pasted(
                        new String(bytes, StandardCharsets.UTF_8),
                        new TableLines.Bounds(100, 60, 2_000),
                        (number, cells) -> {}),
                List.of());
        add(
                "document",
                "DocumentText.read",
                seeds(
                        files("apps/server/src/test/resources/dev/shisa/server/document", "*.docx"),
                        List.of(text("# Manual\n\nThe support ends on 2030-03-31.\n"))),
                bytes -> {
                    // A PDF is read by a process of its own, and has a test of its own with damaged ones.
                    if (!new String(bytes, StandardCharsets.ISO_8859_1).contains("%PDF-")) {
                        DocumentText.read(bytes);
                    }
                },
                List.of(TextRefused.class));
        add(
                "page of a workbook",
                "DocumentPage.read",
                workbooks,
                bytes -> DocumentPage.read(DocumentPage.Kind.SHEET, bytes, DocumentPage.Wanted.at("A 1")),
                List.of(WorkbookRefused.class, TextRefused.class));
        add(
                "proof of an application",
                "PageText.of",
                seeds(
                        List.of(text("<!doctype html><title>a</title><p>b&amp;c&#x3042;</p><script>x</script>")),
                        files("apps/server/src/test/resources/dev/shisa/server/document", "*.docx")),
                ApplicationReaders::proof,
                List.of());
        add(
                "edition of a scheme",
                "Schemes.read",
                seeds(
                        files("apps/server/src/main/resources", "schemes.yaml"),
                        List.of(text("name: a\nfees: [1, 2]\n"))),
                ApplicationReaders::scheme,
                // Whatever is wrong with it, the edition before stays in force.
                List.of(RuntimeException.class));
        add(
                "page of a supplier",
                "VisibleText.ofHtml",
                List.of(
                        text(
                                "<html><meta charset=shift_jis><body><p>a&nbsp;b<br>&#12354;<style>x</style><!-- c --></body></html>")),
                bytes -> VisibleText.ofHtml(VisibleText.decode(bytes, "text/html; charset=euc-jp", 1 << 20)),
                List.of());
        add(
                "text with marks",
                "Marks.parse",
                List.of(text("# a\n\n- b [[c]]\n! d\n|a|b|\n|1|2|\n")),
                bytes -> {
                    Marks.parse(utf8(bytes));
                    Marks.gaps(utf8(bytes));
                    Marks.spans(utf8(bytes));
                },
                List.of());
        add(
                "serial numbers",
                "SerialRange.parse",
                List.of(text("GW50-000001 - GW50-000999, GW50-001100\nA9223372036854775807")),
                bytes -> SerialRange.parse(utf8(bytes)).ranges().forEach(range -> again(range.text(), Readers::range)),
                List.of());
        add("mail of a reporter", "MailFile.read", List.of(text("""
                                From: =?UTF-8?B?5bGx55Sw?= <a@example.jp>\r
                                Subject: =?ISO-2022-JP?B?GyRCQCIbKEI=?=\r
                                MIME-Version: 1.0\r
                                Content-Type: multipart/mixed; boundary="b"\r
                                \r
                                --b\r
                                Content-Type: text/plain; charset=utf-8\r
                                Content-Transfer-Encoding: base64\r
                                \r
                                aGVsbG8=\r
                                --b\r
                                Content-Type: message/delivery-status\r
                                \r
                                Status: 5.1.1\r
                                --b\r
                                Content-Type: application/octet-stream; name*=UTF-8''%E3%81%82.txt\r
                                Content-Disposition: attachment\r
                                \r
                                x\r
                                --b--\r
                                """)), MailReaders::mail, List.of());
        add(
                "series of another installation",
                "SeriesFileReader.check",
                List.of(zip()),
                TransferReaders::series,
                List.of(Problem.class));
    }

    /** An archive with one file. */
    private static byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(text("{\"format\":\"shisa-series\",\"version\":1,\"parts\":[]}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Keys, certificates, signatures, and what is sealed with them. */
    private void keys() {
        List<byte[]> armored = List.of(text("""
                -----BEGIN PGP PUBLIC KEY BLOCK-----

                mDMEZgAAABYJKwYBBAHaRw8BAQdAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
                AAAAAAC0BGEgPGI+
                =AAAA
                -----END PGP PUBLIC KEY BLOCK-----
                """));
        add("key of a supplier", "OpenPgp.certificates", armored, SignatureReaders::certificates, List.of());
        add("signature of a supplier", "OpenPgp.check", armored, SignatureReaders::signature, List.of());
        add(
                "key of a reporter",
                "OpenPgpReceiver.read",
                armored,
                bytes -> OpenPgpReceiver.read(utf8(bytes), NOW),
                List.of());
        add("own key", "OpenPgpSigner.read", armored, KeyReaders::secret, List.of(KeyReaders.REFUSED));
        add(
                "issue of a tracker",
                "Adapter.there",
                List.of(
                        text(
                                "{\"id\":1001,\"issueKey\":\"CAM-1\",\"status\":{\"id\":4,\"name\":\"完了\"},\"assignee\":{\"name\":\"a\"}}"),
                        text(
                                "{\"number\":7,\"state\":\"closed\",\"html_url\":\"https://github.example/o/r/issues/7\",\"assignee\":{\"login\":\"a\"}}"),
                        text(
                                "{\"id\":\"20001\",\"key\":\"CAM-1\",\"fields\":{\"status\":{\"name\":\"Done\",\"statusCategory\":{\"key\":\"done\"}}}}")),
                TrackerReaders::issue,
                List.of(TrackerReaders.REFUSED));
        add("public key", "OpenPgpSigner.fingerprintOf", armored, KeyReaders::fingerprint, List.of());
        List<byte[]> pem = List.of(
                text(
                        "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIBATAKBggqhkjOPQQDAjAQMQ4wDAYDVQQDDAVzaGlzYTAe\n-----END CERTIFICATE-----\n"));
        add(
                "certificate",
                "Pem.certificates",
                pem,
                CertificateReaders::certificates,
                List.of(GeneralSecurityException.class));
        add(
                "request for a certificate",
                "CertificateRequest.read",
                List.of(
                        Base64.getDecoder()
                                .decode(
                                        "MIHeMIGFAgEAMCMxEDAOBgNVBAUTB1NOLTAwMDExDzANBgNVBAMMBmNhbWVyYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABP2akyvQrCLO882ye56W/M0p6vwL8bFoEPSepoTA02TxJHfB/hSVXy8XhnBtOtaUrSemPj1XiJa50NvtUjnR53ugADAKBggqhkjOPQQDAgNIADBFAiBJOFdrsUeintOM0Mf0MrT0Eh9SG2icsco+XhBZ/TNWvAIhAJ/uOoPV2z0lNmv4wbgnU5BsoMgRWbZbIU2PRTPseiOg")),
                CertificateRequest::read,
                List.of(RefusedException.class));
        add(
                "question about a certificate",
                "Ocsp.read",
                List.of(
                        Base64.getDecoder()
                                .decode(
                                        "MGcwZTA+MDwwOjAJBgUrDgMCGgUABBSPEm0Dnl6Oh2D6oi7g6gQElilppQQUJRSKjWRNi93e/pSj/XncJdS9dosCAQeiIzAhMB8GCSsGAQUFBzABAgQSBBBzorzYjuJwfVJ/XO+YkNTZ")),
                Ocsp::read,
                List.of(RefusedException.class));
        add("key of the server", "Pem.ecKey", pem, CertificateReaders::key, List.of(GeneralSecurityException.class));
        add(
                "sealed file",
                "Age.decrypt",
                List.of(
                        text(
                                "age-encryption.org/v1\n-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\nqDmqXhT/ye0JPR5kZCUuwV6B5RUXOVX0yKfNLYlPHgY\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n0123456789abcdef")),
                bytes -> Age.decrypt(new ByteArrayInputStream(bytes), IDENTITY).readAllBytes(),
                List.of(IOException.class));
        add(
                "recipients of a backup",
                "AgeRecipient.parse",
                List.of(text("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj")),
                bytes -> AgeRecipient.parse(utf8(bytes)),
                List.of());
        add(
                "contents of a backup",
                "Manifest.read",
                List.of(text("{\"version\":1,\"files\":[{\"name\":\"a\",\"bytes\":1}]}")),
                BackupReaders::manifest,
                List.of(IOException.class));
        add(
                "packed records",
                "FeedSpool.plain",
                List.of(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3}),
                SignatureReaders::packed,
                List.of(IOException.class));
    }
}
