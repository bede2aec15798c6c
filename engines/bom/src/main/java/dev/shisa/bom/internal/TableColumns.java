package dev.shisa.bom.internal;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which column of a list that people fill by hand means what: by its heading, in Japanese or English. Among them are the seven of the
 * minimum elements (NTIA, 2021, and METI's guide to SBOM), of which those about the list stand in each row.
 */
record TableColumns(Map<Integer, Field> fields) {

    /** What a column can be about. The first three are the minimum of a list. */
    enum Field {
        NAME,
        VERSION,
        SUPPLIER,
        LICENSE,
        PURL,
        CPE,
        IDENTIFIER,
        AUTHOR,
        CREATED,
        SITE
    }

    /** Between the identifiers of a component in one cell. */
    private static final Pattern APART = Pattern.compile("[\\s,;、]+");

    /** "開発者名(必須)" and "Version *" are the same headings as without. */
    private static final Pattern ADDED = Pattern.compile("[*※]|\\([^)]*\\)");

    private static final Map<String, Field> HEADINGS = headings();

    TableColumns {
        fields = Map.copyOf(fields);
    }

    private static Map<String, Field> headings() {
        Map<String, Field> fields = new HashMap<>();
        put(
                fields,
                Field.NAME,
                "name",
                "component",
                "component name",
                "package",
                "software",
                "software name",
                "部品名",
                "名称",
                "名前",
                "ソフトウェア",
                "ソフトウェア名",
                "コンポーネント名",
                "コンポーネント",
                "構成要素",
                "構成要素名");
        put(
                fields,
                Field.VERSION,
                "version",
                "component version",
                "version of the component",
                "コンポーネントのバージョン",
                "コンポーネントバージョン",
                "バージョン",
                "版",
                "版数");
        put(
                fields,
                Field.SUPPLIER,
                "supplier",
                "developer",
                "vendor",
                "manufacturer",
                "supplier name",
                "author",
                "開発者",
                "開発者名",
                "開発元",
                "供給者",
                "供給者名",
                "サプライヤー",
                "サプライヤー名",
                "サプライヤ名",
                "サプライヤ",
                "提供元",
                "ベンダー",
                "ベンダ",
                "メーカー");
        put(fields, Field.LICENSE, "license", "licence", "licenses", "ライセンス");
        put(fields, Field.PURL, "purl", "package url");
        put(fields, Field.CPE, "cpe", "cpe-id", "cpe23");
        put(
                fields,
                Field.IDENTIFIER,
                "unique identifier",
                "other unique identifiers",
                "identifier",
                "その他の一意な識別子",
                "一意な識別子",
                "識別子");
        put(fields, Field.AUTHOR, "author of sbom data", "sbom author", "sbom作成者", "sbomデータの作成者", "作成者");
        put(fields, Field.CREATED, "timestamp", "タイムスタンプ", "作成日時");
        put(fields, Field.SITE, "source site");
        return Map.copyOf(fields);
    }

    private static void put(Map<String, Field> fields, Field field, String... headings) {
        for (String heading : headings) {
            fields.put(heading, field);
        }
    }

    /** The columns that these headings name; of two for the same the first counts. */
    static TableColumns of(List<String> headings) {
        Map<Integer, Field> fields = new HashMap<>();
        for (int i = 0; i < headings.size(); i++) {
            String heading = Normalizer.normalize(headings.get(i), Normalizer.Form.NFKC);
            Field field = HEADINGS.get(ADDED.matcher(heading)
                    .replaceAll("")
                    .strip()
                    .replaceAll("\\s+", " ")
                    .toLowerCase(Locale.ROOT));
            if (field != null && !fields.containsValue(field)) {
                fields.put(i, field);
            }
        }
        return new TableColumns(fields);
    }

    boolean has(Field field) {
        return fields.containsValue(field);
    }

    /** Whether it is a heading: it must name the component. */
    boolean isHeading() {
        return has(Field.NAME);
    }

    /** Puts one value where its column says; what is said of the list itself is taken from the first row that says it. */
    static void fill(Draft draft, Intake intake, Field field, String value) {
        switch (field) {
            case NAME -> draft.name = value;
            case VERSION -> draft.version = value;
            case SUPPLIER -> draft.supplier(value);
            case LICENSE -> draft.license(value, false);
            case PURL -> draft.purl(value);
            case CPE -> draft.cpe(value);
            case IDENTIFIER -> identifiers(draft, value);
            case AUTHOR -> {
                if (intake.authors.isEmpty()) {
                    intake.authors.add(value);
                }
            }
            case CREATED -> {
                if (intake.created.isEmpty()) {
                    intake.created = value;
                }
            }
            case SITE -> draft.property("source-site", value);
        }
    }

    /** A cell of identifiers says by their form what they are; whatever has none of these forms identifies nothing that is published. */
    private static void identifiers(Draft draft, String cell) {
        for (String text : APART.split(cell)) {
            String form = text.toLowerCase(Locale.ROOT);
            if (form.startsWith("pkg:")) {
                draft.purl(text);
            } else if (form.startsWith("cpe:")) {
                draft.cpe(text);
            }
        }
    }
}
