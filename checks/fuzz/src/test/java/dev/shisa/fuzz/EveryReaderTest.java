package dev.shisa.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No reader of bytes is forgotten. */
class EveryReaderTest {

    private static final Pattern NAMES = Pattern.compile(
            "read|parse|open|check|decrypt|decode|unpacked|plain|kind|extract|certificates|.*[kK]ey|.*[sS]ignatures?");

    private static final Set<String> OUTSIDE = Set.of("[B", "Ljava/io/InputStream;", "Ldev/shisa/bom/ByteSource;");

    /** Readers that come under fire by another one. */
    private static final Map<String, Set<String>> BY_ANOTHER = Map.of(
            "BomReader.read",
            Set.of(
                    "BomReader.unpacked",
                    "BuildrootJson.read",
                    "CycloneDxJson.read",
                    "CycloneDxXml.read",
                    "Packed.open",
                    "PackedList.plain",
                    "PackedList.read",
                    "Sniffer.read",
                    "Sniffer.unpacked",
                    "Spdx3.read",
                    "SpdxArchive.read",
                    "SpdxJson.read",
                    "SpdxRdf.read",
                    "SpdxTagValue.read",
                    "TableFile.read",
                    "Workbook.read",
                    "Zstandard$Fse.read",
                    "Zstandard$Huffman.read"),
            "ScanReader.read",
            Set.of(
                    "Json.read",
                    "JsonResults.read",
                    "NessusReader.read",
                    "NmapReader.read",
                    "OpenVasReader.read",
                    "ZapReader.read"),
            "FeedFile.read",
            Set.of(
                    "AlpineSecdb.read",
                    "DebianTracker.read",
                    "FeedFile.kind",
                    "JvnFeed.read",
                    "NvdFeed.read",
                    "OsvFeed.read",
                    "OsvYaml.read"),
            "FormReader.read",
            Set.of("OfficePackage.open", "Workbooks.read"),
            "Age.decrypt",
            Set.of("Header.read"),
            "SeriesFileReader.check",
            Set.of("SeriesFileReader.read"),
            "VisibleText.ofHtml",
            Set.of("VisibleText.decode"));

    private static final Map<String, String> EXCUSED = Map.of(
            "PdfProcess.read", "a process for each file: DocumentTextTest",
            "StrictJson.read", "into the types of the API: ApiFuzzTest",
            "PostgresArchive.extract", "a part of the package",
            "EntryBundle.check", "reads nothing, it looks at a length");

    @Test
    void isUnderFireOrHasItsReason() throws IOException {
        Set<String> known = Readers.all().stream().map(Reader::where).collect(Collectors.toSet());
        Set<String> all = new TreeSet<>();
        Set<String> found = new TreeSet<>();
        for (byte[] bytes : OurClasses.all().values()) {
            add(all, found, ClassFile.of().parse(bytes));
        }
        assertThat(all)
                .as("a reader that was given another name is none any more")
                .containsAll(known);
        assertThat(found).as("the search finds something").hasSizeGreaterThan(30);
        found.removeAll(known);
        BY_ANOTHER.forEach((reader, others) -> {
            assertThat(known).contains(reader);
            assertThat(found).containsAll(others);
            found.removeAll(others);
        });
        assertThat(found).isEqualTo(EXCUSED.keySet());
    }

    private static void add(Set<String> all, Set<String> readers, ClassModel type) {
        String name = type.thisClass().asInternalName();
        for (MethodModel method : type.methods()) {
            String called = method.methodName().stringValue();
            String where = name.substring(name.lastIndexOf('/') + 1) + "." + called;
            all.add(where);
            if (method.flags().has(AccessFlag.STATIC)
                    && !method.flags().has(AccessFlag.PRIVATE)
                    && !method.flags().has(AccessFlag.SYNTHETIC)
                    && NAMES.matcher(called).matches()
                    && !method.methodTypeSymbol().parameterList().isEmpty()
                    && OUTSIDE.contains(
                            method.methodTypeSymbol().parameterType(0).descriptorString())) {
                readers.add(where);
            }
        }
    }
}
