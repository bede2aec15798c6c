package dev.shisa.server.transfer;

import dev.shisa.server.evidence.Copies;
import dev.shisa.server.platform.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A series as one file: a zip of {@code manifest.json}, which names every other part with its SHA-256, {@code series.json},
 * {@code evidence.json}, {@code records/<capability>.json} of each capability that keeps more ({@link
 * dev.shisa.server.evidence.SeriesRecords}), and the attached files as {@code files/<SHA-256>}, in this order.
 *
 * <p>Nothing in it is signed: the hashes tell damage, not forgery. That it may be believed is what whoever imports it
 * declares, with the hash of the manifest, which the page of the export and its line of the audit log show, too.
 */
record SeriesFile(Manifest manifest, SeriesPart series, EvidenceParts evidence, Map<String, JsonNode> records) {

    SeriesFile {
        records = Map.copyOf(records);
    }

    static final String FORMAT = "shisa-series/1";
    static final String MANIFEST = "manifest.json";
    static final String SERIES = "series.json";
    static final String EVIDENCE = "evidence.json";
    static final String FILES = "files/";
    private static final Pattern RECORDS = Pattern.compile("records/([a-z]{1,20})\\.json");

    /** A part of JSON: thousands of facts with long reasons have some megabytes. */
    static final int JSON_BYTES_MAX = 32 << 20;

    private static final int DEPTH_MAX = 12;
    private static final int TEXT_CHARS_MAX = 20_000;
    private static final int NUMBER_CHARS_MAX = 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(TEXT_CHARS_MAX)
                            .maxNumberLength(NUMBER_CHARS_MAX)
                            .maxDocumentLength(JSON_BYTES_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * What the file is.
     *
     * @param made when it was saved, {@code by} whom, of which {@code organisation}
     * @param edition of the catalogue there
     * @param withdrawn facts that were taken back there, which are left out because they count for nothing
     */
    record Manifest(
            String format,
            Instant made,
            String by,
            String organisation,
            String code,
            String name,
            String edition,
            int withdrawn,
            List<Part> parts) {

        Manifest {
            present(format, made, by, organisation, code, name, edition);
            parts = List.copyOf(parts);
        }
    }

    /** A part of the zip. */
    record Part(String name, String sha256, long size) {

        Part {
            present(name, sha256);
        }
    }

    /**
     * The series and what was decided about it.
     *
     * @param nameEn by which it is known in English; missing: by the same
     * @param designated name of the release that the label is for
     * @param guides that the series follows, {@code companyGuides} the company
     * @param verdicts that came out there, at {@link Manifest#made}
     */
    record SeriesPart(
            String code,
            String name,
            @Nullable String nameEn,
            String kind,
            String about,
            @Nullable String designated,
            List<ModelPart> models,
            List<ReleasePart> releases,
            List<ItemPart> items,
            List<String> guides,
            List<String> companyGuides,
            List<ParameterPart> parameters,
            List<DecisionPart> notAdopted,
            List<VerdictPart> verdicts) {

        SeriesPart {
            present(code, name, kind, about);
            sound(nameEn);
            sound(designated);
            models = List.copyOf(models);
            releases = List.copyOf(releases);
            items = List.copyOf(items);
            guides = List.copyOf(guides);
            companyGuides = List.copyOf(companyGuides);
            parameters = List.copyOf(parameters);
            notAdopted = List.copyOf(notAdopted);
            verdicts = List.copyOf(verdicts);
        }
    }

    record ModelPart(String number, String differences) {

        ModelPart {
            present(number, differences);
        }
    }

    record ReleasePart(
            String name,
            @Nullable LocalDate releasedOn,
            String notes,
            @Nullable String predecessor,
            @Nullable ImpactPart impact) {

        ReleasePart {
            present(name, notes);
            sound(predecessor);
        }
    }

    /**
     * @param confirmedBy with confirmedAt: who agreed there that nothing is touched; null for nobody
     */
    record ImpactPart(
            List<String> frameworks,
            List<String> touched,
            String reason,
            String signedBy,
            Instant signedAt,
            @Nullable String confirmedBy,
            @Nullable Instant confirmedAt) {

        ImpactPart {
            present(reason, signedBy, signedAt);
            frameworks = List.copyOf(frameworks);
            touched = List.copyOf(touched);
        }
    }

    record ItemPart(String collection, String code, String name, String note, boolean removed) {

        ItemPart {
            present(collection, code, name, note);
        }
    }

    record ParameterPart(String id, String value, String source) {

        ParameterPart {
            present(id, value, source);
        }
    }

    /**
     * A decision not to do what a guide asks.
     *
     * @param company whether it is the company's and not the series'
     */
    record DecisionPart(
            boolean company,
            String requirement,
            String reason,
            @Nullable LocalDate until,
            String by,
            Instant at) {

        DecisionPart {
            present(requirement, reason, by, at);
        }
    }

    /** @param towards empty: nowhere */
    record VerdictPart(boolean company, String requirement, String state, String towards) {

        VerdictPart {
            present(requirement, state, towards);
        }
    }

    /**
     * All evidence.
     *
     * @param people names by number; a number is a person, so that two of one name stay two
     */
    record EvidenceParts(Map<String, String> people, List<EvidencePart> evidence) {

        EvidenceParts {
            present(people);
            people = Map.copyOf(people);
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * One piece of evidence.
     *
     * @param company whether it is about the company and not about the series
     * @param release name of the release that it is about
     * @param submittedBy number of a person
     */
    record EvidencePart(
            UUID id,
            String code,
            String kind,
            String strength,
            String title,
            String statement,
            String place,
            boolean company,
            @Nullable String release,
            @Nullable String url,
            @Nullable FilePart file,
            Map<String, String> record,
            Instant observedAt,
            Instant recordedAt,
            @Nullable Instant validUntil,
            String submittedBy,
            @Nullable UUID renews,
            List<FactPart> facts) {

        EvidencePart {
            present(id, code, kind, strength, title, statement, place, observedAt, recordedAt, submittedBy, record);
            sound(release);
            sound(url);
            record = Map.copyOf(record);
            facts = List.copyOf(facts);
        }
    }

    record FilePart(String name, String sha256) {

        FilePart {
            present(name, sha256);
        }
    }

    /**
     * One fact.
     *
     * @param subject {@code organisation}, {@code product} or {@code release}
     * @param release name of the release that it is about, if it is about one
     * @param type of the value: {@code flag}, {@code whole}, {@code word}, {@code day} or {@code words}
     * @param value canonical
     */
    record FactPart(
            UUID id,
            String subject,
            @Nullable String release,
            String key,
            String item,
            String type,
            String value,
            String detail,
            List<UUID> supersedes,
            @Nullable ConfirmedPart confirmed) {

        FactPart {
            present(id, subject, key, item, type, value, detail);
            sound(release);
            supersedes = List.copyOf(supersedes);
        }
    }

    /** @param by number of a person */
    record ConfirmedPart(String by, Instant at, String note) {

        ConfirmedPart {
            present(by, at, note);
        }
    }

    static String records(String capability) {
        return "records/" + capability + ".json";
    }

    /** Which capability's records a part holds; empty: it holds something else. */
    static Optional<String> capability(String part) {
        Matcher matcher = RECORDS.matcher(part);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    static byte[] write(Object part) {
        return MAPPER.writeValueAsBytes(part);
    }

    /** @throws Problem 422 with the place of what is not as it must be */
    static <T> T read(String name, byte[] json, Class<T> type) {
        try {
            Optional<T> read = Optional.ofNullable(MAPPER.readValue(json, type));
            return read.orElseThrow(() -> new Problem(422, "transfer.part", name, "/"));
        } catch (JacksonException e) {
            String place = Copies.pointer(e);
            throw new Problem(422, "transfer.part", name, place.isEmpty() ? "/" : place);
        }
    }

    /** Jackson gives a record what stands in the file, also null. */
    private static void present(@Nullable Object... values) {
        for (Object value : values) {
            sound(Objects.requireNonNull(value));
        }
    }

    private static void sound(@Nullable Object value) {
        switch (value) {
            case String text -> {
                if (!Copies.isText(text)) {
                    throw new IllegalArgumentException("not a text");
                }
            }
            case Map<?, ?> map ->
                map.forEach((key, inner) -> {
                    sound(key);
                    sound(Objects.requireNonNull(inner));
                });
            case null, default -> {
                // Numbers, days and ids are what their type says.
            }
        }
    }
}
