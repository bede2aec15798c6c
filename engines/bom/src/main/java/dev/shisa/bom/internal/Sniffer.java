package dev.shisa.bom.internal;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Packed;
import dev.shisa.bom.Problem;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Sees by its content which kind of list a file is; the name of a file is never trusted. */
public final class Sniffer {

    static final int HEAD_BYTES = 8_192;
    private static final Pattern TAG_VALUE = Pattern.compile("(?m)^SPDXVersion:");
    private static final Pattern DPKG = Pattern.compile("(?m)\\A\\s*Package: ");
    private static final Pattern APK = Pattern.compile("\\A\\s*(C:Q1|P:)");

    private Sniffer() {}

    /** Reads the file, or the one that is packed in it, with the reader that fits. */
    public static Reading read(ByteSource source) throws IOException {
        byte[] head = head(source);
        if (isZip(head)) {
            Optional<Reading> packed = PackedList.ofZip(source);
            return packed.isPresent() ? packed.get() : Workbook.read(source);
        }
        return Packed.of(head) == Packed.NOT ? readPlain(source) : PackedList.read(source);
    }

    /** The list in a packed file; the file itself if it is none, or an archive of several. */
    public static ByteSource unpacked(ByteSource source) throws IOException {
        byte[] head = head(source);
        ByteSource file = isZip(head)
                ? PackedList.onlyFile(source).orElse(source)
                : Packed.of(head) == Packed.NOT || PackedList.isArchive(source) ? source : PackedList.plain(source);
        return start(head(file)).startsWith("{") ? JsonWrapper.inside(file) : file;
    }

    private static boolean isZip(byte[] head) {
        return head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
    }

    private static byte[] head(ByteSource source) throws IOException {
        try (InputStream in = source.open()) {
            return in.readNBytes(HEAD_BYTES);
        }
    }

    /** Reads a file that is not packed any more. */
    static Reading readPlain(ByteSource source) throws IOException {
        byte[] head = head(source);
        if (isZip(head)) {
            return Workbook.read(source);
        }
        if (head.length > 4 && head[0] == (byte) 0xd0 && head[1] == (byte) 0xcf && head[2] == 0x11) {
            return refused(Kind.OTHER_WORKBOOK);
        }
        if (Tar.isHeader(head)) {
            return SpdxArchive.read(source);
        }
        String text = text(head);
        String start = start(head);
        if (start.isEmpty()) {
            return refused(Kind.NOT_A_BOM, "it is empty");
        }
        if (start.startsWith("{")) {
            return json(JsonWrapper.inside(source));
        }
        if (start.startsWith("<")) {
            return xml(source);
        }
        if (TAG_VALUE.matcher(text).find()) {
            return SpdxTagValue.read(source);
        }
        if (APK.matcher(text).find() && text.lines().anyMatch(l -> l.startsWith("V:"))) {
            return StatusFile.apk(source);
        }
        if (DPKG.matcher(text).find()) {
            boolean opkg = text.lines()
                    .anyMatch(
                            l -> l.startsWith("Installed-Time:") || l.matches("Status: .* (user|hold,user) installed"));
            return opkg ? StatusFile.opkg(source) : StatusFile.dpkg(source);
        }
        String first = new String(head, Lines.charset(source))
                .replaceFirst("^\uFEFF", "")
                .lines()
                .findFirst()
                .orElse("");
        if (TableFile.isBuildrootHeading(first)) {
            return TableFile.read(source, BomFormat.BUILDROOT_MANIFEST);
        }
        if (TableFile.isHeading(first)) {
            return TableFile.read(source, BomFormat.CSV);
        }
        return refused(Kind.NOT_A_BOM, "it begins with \"" + first.substring(0, Math.min(60, first.length())) + "\"");
    }

    private static String text(byte[] head) {
        return new String(head, Encoding.of(head)).replaceFirst("^\uFEFF", "");
    }

    private static String start(byte[] head) {
        return text(head).stripLeading();
    }

    private static Reading refused(Kind kind, String... arguments) {
        return new Reading.Refused(Problem.at("/", kind, arguments));
    }

    /** The top-level fields decide; they may stand in any order, so the file is skimmed until one is met. */
    private static Reading json(ByteSource source) throws IOException {
        String specVersion = "";
        boolean cycloneDx = false;
        boolean first = true;
        try (InputStream in = source.open();
                JsonParser parser = BoundedJson.MAPPER.createParser(in)) {
            parser.nextToken();
            String field;
            while ((field = parser.nextName()) != null) {
                JsonToken token = parser.nextToken();
                switch (field) {
                    case "spdxVersion" -> {
                        return SpdxJson.read(source, token == JsonToken.VALUE_STRING ? parser.getString() : "");
                    }
                    case "@context", "@graph" -> {
                        return Spdx3.read(source);
                    }
                    case "bomFormat" -> cycloneDx = true;
                    case "specVersion" -> {
                        cycloneDx = true;
                        specVersion = token == JsonToken.VALUE_STRING ? parser.getString() : "";
                        return CycloneDxJson.read(source, specVersion);
                    }
                    case "packages" -> {
                        if (token == JsonToken.START_OBJECT) {
                            return BuildrootJson.read(source, BomFormat.BUILDROOT_PKG_STATS);
                        }
                        parser.skipChildren();
                    }
                    default -> {
                        if (first && token == JsonToken.START_OBJECT && isBuildrootPackage(parser)) {
                            return BuildrootJson.read(source, BomFormat.BUILDROOT_SHOW_INFO);
                        }
                        parser.skipChildren();
                    }
                }
                first = false;
            }
        } catch (JacksonException e) {
            if (!cycloneDx) {
                return new Reading.Refused(Problem.at(BoundedJson.place(e), Kind.UNREADABLE, BoundedJson.reason(e)));
            }
        }
        return cycloneDx
                ? CycloneDxJson.read(source, specVersion)
                : refused(Kind.NOT_A_BOM, "JSON without bomFormat, spdxVersion or @context");
    }

    /** {@code make show-info} names the kind of each package first or soon. */
    private static boolean isBuildrootPackage(JsonParser parser) {
        String field;
        while ((field = parser.nextName()) != null) {
            JsonToken token = parser.nextToken();
            if (field.equals("type") && token == JsonToken.VALUE_STRING) {
                String type = parser.getString();
                boolean buildroot = type.equals("target") || type.equals("host") || type.equals("rootfs");
                if (buildroot) {
                    return true;
                }
            }
            parser.skipChildren();
        }
        return false;
    }

    private static Reading xml(ByteSource source) throws IOException {
        try (InputStream in = source.open()) {
            XMLStreamReader reader = BoundedXml.reader(in);
            while (BoundedXml.next(reader)) {
                if (reader.isStartElement()) {
                    String namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
                    if (reader.getLocalName().equals("RDF") && namespace.equals(SpdxRdf.RDF)) {
                        return SpdxRdf.read(source);
                    }
                    return reader.getLocalName().equals("bom")
                            ? CycloneDxXml.read(source, namespace)
                            : refused(Kind.NOT_A_BOM, "XML with the root <" + reader.getLocalName() + ">");
                }
            }
            return refused(Kind.NOT_A_BOM, "XML without a root");
        } catch (XMLStreamException e) {
            return new Reading.Refused(Problem.at(BoundedXml.place(e), Kind.UNREADABLE, BoundedXml.reason(e)));
        }
    }
}
