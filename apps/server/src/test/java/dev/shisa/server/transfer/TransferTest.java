package dev.shisa.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.NotAdopted;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.office.Zips;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import dev.shisa.server.sbom.TestSboms;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A series goes to another installation as one file, and comes to the same verdicts there. */
class TransferTest extends ServerTest {

    private static final SeriesImport.Options ALL = new SeriesImport.Options("", true, true);
    private static final Set<String> GUIDES = Set.of("jcstar1", "tsunagaru", "iotgl", "psirt-guide", "sme-guide");

    private static final Map<String, String> TESTED = Map.of(
            "model", "MC-210",
            "firmware", "2.4.1",
            "procedure", "手順書のとおり",
            "observed", "期待どおり",
            "performed-by", "佐藤 花子",
            "performed-on", "2026-10-01");

    private static byte @Nullable [] full;

    @Autowired
    private SeriesExport exporting;

    @Autowired
    private SeriesImport importing;

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private NotAdopted notAdopted;

    @Autowired
    private Catalogues catalogues;

    @Autowired
    private EvidenceLog evidence;

    @Autowired
    private Blobs blobs;

    private Person quality;
    private Person executive;

    TransferTest() {
        quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
        executive = quality;
    }

    @BeforeEach
    void nothingYet() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        executive = person(Role.EXECUTIVE);
    }

    // A series with everything

    private Series camera() {
        Series made = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "屋内用", List.of("MC-210", "MC-220"), "2.4.1"),
                quality);
        guides.choose(made, GUIDES, quality);
        guides.chooseForOrganisation(GUIDES, quality);
        return products.byId(made.id()).orElseThrow();
    }

    /** Facts of every key and item, of all strengths and ages, some confirmed, replaced, ended, contradicted or withdrawn. */
    private void answers(Series series, SplittableRandom random) throws IOException {
        answers(series, random, Integer.MAX_VALUE);
    }

    /** The same of so many keys and items only. */
    private void answers(Series series, SplittableRandom random, int most) throws IOException {
        Vocabulary vocabulary = catalogues.current().vocabulary();
        Map<String, List<String>> items = new HashMap<>();
        for (Vocabulary.Collection collection : vocabulary.collections()) {
            List<String> codes = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(2); i++) {
                codes.add(products.addItem(series, collection.id(), "項目" + i, "", quality)
                        .code());
            }
            items.put(collection.id(), codes);
        }
        List<Slot> slots = new ArrayList<>();
        for (FactDefinition definition : vocabulary.facts()) {
            if (definition.of() == null) {
                slots.add(new Slot(definition.key(), ""));
            } else {
                Objects.requireNonNull(items.get(definition.of()))
                        .forEach(item -> slots.add(new Slot(definition.key(), item)));
            }
        }
        for (Slot slot : slots.subList(0, Math.min(most, slots.size()))) {
            int times = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(5) / 3;
            for (int i = 0; i < times; i++) {
                record(series, slot, items, random);
            }
        }
    }

    private void record(Series series, Slot slot, Map<String, List<String>> items, SplittableRandom random)
            throws IOException {
        FactDefinition definition = catalogues.current().fact(slot.key()).orElseThrow();
        Subject subject = products.subject(series, definition.scope());
        EvidenceKind kind = List.of(
                        EvidenceKind.DECLARATION, EvidenceKind.DOCUMENT, EvidenceKind.TEST, EvidenceKind.TEST)
                .get(random.nextInt(4));
        Strength strength = kind.strength(Map.of());
        StoredFile file = kind.needsFile() ? file("資料 " + random.nextInt(20)) : null;
        clock.advance(Duration.ofSeconds(1));
        Instant now = clock.instant();
        Instant observed = now.minus(Duration.ofDays(random.nextInt(600)));
        Instant until = random.nextInt(5) == 0 ? observed.plus(Duration.ofDays(random.nextInt(700))) : null;
        Set<UUID> replaced = random.nextInt(3) > 0 ? evidence.replaceable(subject, slot, strength) : Set.of();
        Recorded recorded = evidence.record(
                new NewEvidence(
                        kind,
                        strength,
                        "記録 " + slot,
                        "理由",
                        kind == EvidenceKind.DOCUMENT ? "3ページ" : "",
                        definition.scope() == Subject.Kind.ORGANISATION ? null : series.id(),
                        definition.scope() == Subject.Kind.RELEASE ? series.designated() : null,
                        null,
                        file,
                        kind == EvidenceKind.TEST ? TESTED : Map.of(),
                        observed,
                        until,
                        quality,
                        quality.name(),
                        "api",
                        null),
                List.of(new NewFact(subject, slot, value(definition, items, random), "補足", replaced)));
        if (random.nextInt(4) > 0) {
            evidence.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), executive, "見ました");
        }
        if (random.nextInt(12) == 0) {
            evidence.withdraw(recorded.facts().getFirst(), quality, "誤り");
        }
    }

    private static Value value(FactDefinition definition, Map<String, List<String>> items, SplittableRandom random) {
        List<String> choices = definition.choices().stream().map(c -> c.value()).toList();
        return switch (definition.type()) {
            case SET -> Value.words(items.getOrDefault(Objects.requireNonNull(definition.collection()), List.of()));
            case FLAG -> Value.flag(random.nextInt(4) > 0);
            case WHOLE -> {
                Long min = definition.min();
                yield Value.whole((min == null ? 0 : min) + random.nextInt(10));
            }
            case WORD -> Value.word(choices.get(random.nextInt(choices.size())));
            case WORDS -> Value.words(choices.get(random.nextInt(choices.size())));
            case DAY -> {
                int from = definition.past() ? 2023 : definition.ahead() ? 2090 : 2026;
                yield Value.day(java.time.LocalDate.of(from + random.nextInt(4), 4, 1));
            }
            case TEXT -> Value.word("設計書のとおり");
            case REF ->
                Value.word(items.getOrDefault(Objects.requireNonNull(definition.collection()), List.of("x-1"))
                        .getFirst());
        };
    }

    private StoredFile file(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return blobs.store(new ByteArrayInputStream(bytes), text + ".txt", bytes.length);
    }

    /** The file of a series with everything, for tests that look at what becomes of it only: to answer everything takes most of a minute. */
    private byte[] full() throws IOException {
        byte[] known = full;
        if (known == null) {
            nothingYet();
            Series camera = camera();
            answers(camera, new SplittableRandom(1));
            known = exported(camera);
            full = known;
        }
        return known;
    }

    private byte[] exported(Series series) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        exporting.write(exporting.plan(products.byId(series.id()).orElseThrow(), quality), quality, () -> out);
        return out.toByteArray();
    }

    private Copied copied(Series series) {
        return Copied.of(products.byId(series.id()).orElseThrow(), verdicts, guides, products, evidence);
    }

    /** Another organisation, with nothing in it. */
    private Person otherInstallation() {
        emptyDatabase();
        settings.set(Settings.ORGANISATION_NAME, "うみかぜ電子株式会社");
        return person(Role.OWNER);
    }

    private SeriesImport.Outcome bring(byte[] zip, SeriesImport.Options options, Person person) {
        return importing.bring(() -> new ByteArrayInputStream(zip), options, person);
    }

    // The same verdicts

    @Test
    void anEmptyInstallationComesToTheSameVerdictsProofsAndQuestions() throws IOException {
        comesToTheSame(1);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5, 6, 7, 8, 9})
    void soItIsWithOtherAnswers(long seed) throws IOException {
        comesToTheSame(seed);
    }

    @Test
    void whatWasReopenedAndNobodyComparedIsReopenedWhereItArrives() throws IOException {
        Series camera = camera();
        answers(camera, new SplittableRandom(1));
        RequirementId green = GUIDES.stream()
                .flatMap(guide -> verdicts.of(camera.id(), guide).stream())
                .filter(verdict -> verdict.state().isGreen() || verdict.state() == VerdictState.EXPECTED)
                .findFirst()
                .orElseThrow()
                .requirement();
        verdicts.catchUp();
        // As if an earlier edition had said something else.
        jdbc.sql("""
                        UPDATE requirement_edition SET content = jsonb_set(content, '{text,ja}', '"前の文です。"')
                        WHERE framework = :guide AND requirement = :number""")
                .param("guide", green.framework())
                .param("number", green.number())
                .update();
        jdbc.sql("UPDATE verdict SET edition = 'earlier'").update();
        verdicts.catchUp();
        assertThat(verdicts.of(camera.id(), green).orElseThrow().state()).isEqualTo(VerdictState.RECHECK);
        byte[] zip = exported(camera);

        Person owner = otherInstallation();
        SeriesImport.Outcome outcome = bring(zip, ALL, owner);

        assertThat(verdicts.of(outcome.series().id(), green).orElseThrow().state())
                .as("no green by a detour")
                .isEqualTo(VerdictState.RECHECK);
        assertThat(Objects.requireNonNull(verdicts.proof(outcome.series().id(), green)
                                .orElseThrow()
                                .reopened())
                        .before()
                        .ja())
                .isEqualTo("前の文です。");
        assertThat(outcome.differing()).isEmpty();
    }

    private void comesToTheSame(long seed) throws IOException {
        Series camera = camera();
        answers(camera, new SplittableRandom(seed));
        notAdopted.decide(camera.id(), notAdoptable(camera), "閉じた網だけで使う", null, executive);
        parameters();
        Copied there = copied(camera);
        byte[] zip = exported(camera);

        Person owner = otherInstallation();
        SeriesImport.Outcome outcome = bring(zip, ALL, owner);

        Copied here = copied(outcome.series());
        assertThat(here.verdicts()).as("seed %d", seed).isEqualTo(there.verdicts());
        assertThat(here.next()).as("seed %d", seed).isEqualTo(there.next());
        assertThat(outcome.differing()).isEmpty();
        assertThat(outcome.verdicts()).isEqualTo(there.verdicts().size()).isGreaterThan(60);
        assertThat(there.verdicts().values().stream().map(List::getFirst).map(first -> first.split(" ", 2)[0]))
                .as("the series is worth comparing")
                .contains("MET", "UNKNOWN", "RECHECK", "NOT_MET", "EXPECTED");
    }

    @Test
    void aListThatItsOwnFileDeniesDecidesNothingWhereItArrives() throws IOException {
        Series camera = camera();
        String part = new String(TestSboms.cycloneDx("openssl 3.0.1"), StandardCharsets.UTF_8)
                .replace("\"version\": 1,", "\"version\": 1, \"compositions\": [{\"aggregate\": \"incomplete\"}],");
        assertThat(signedIn(quality)
                        .upload(
                                "/products/" + camera.code() + "/sboms",
                                "file",
                                "list.json",
                                part.getBytes(StandardCharsets.UTF_8),
                                "release",
                                products.releases(camera.id()).getFirst().id().toString(),
                                "whole",
                                "yes")
                        .status())
                .isEqualTo(302);
        // As a Shisa took it in that did not ask the file.
        jdbc.sql("UPDATE fact SET value = 'complete' WHERE key = 'components.list'")
                .update();
        byte[] zip = exported(camera);

        Series here = bring(zip, ALL, otherInstallation()).series();

        List<FactEntry> standing = evidence
                .entries(List.of(new Subject(
                        Subject.Kind.RELEASE,
                        products.releases(here.id()).getFirst().id())))
                .stream()
                .filter(entry -> entry.fact().slot().toString().equals("components.list"))
                .filter(FactEntry::isStanding)
                .toList();
        assertThat(standing).hasSize(1).allMatch(entry -> entry.isExpired(clock.instant()));
    }

    @Test
    void releasesTheirImpactsAndTheRegisterComeAlongAndItemsGoOnCounting() throws IOException {
        Series camera = camera();
        RegisterItem first = products.addItem(camera, "login", "管理画面", "", quality);
        products.addItem(camera, "login", "SSH", "保守用", quality);
        products.removeItem(camera, first.id(), first.version(), quality);
        record(camera, new Slot(new FactKey(anyReleaseKey()), ""), Map.of(), new SplittableRandom(7));
        UUID old = Objects.requireNonNull(camera.designated());
        var next = products.addRelease(camera, "2.5.0", null, "修正", old, quality);
        products.designate(camera, next.id(), quality);
        products.signImpact(
                camera,
                next.id(),
                Set.of("jcstar1"),
                Set.of(new RequirementId("jcstar1", "S1.1-02")),
                "ログインを変えた",
                quality);
        Copied there = copied(camera);
        byte[] zip = exported(camera);

        Person owner = otherInstallation();
        Series here = bring(zip, ALL, owner).series();

        assertThat(copied(here)).isEqualTo(there);
        assertThat(products.releases(here.id())).extracting("name").containsExactly("2.5.0", "2.4.1");
        assertThat(products.impact(Objects.requireNonNull(here.designated())))
                .hasValueSatisfying(
                        impact -> assertThat(impact.signedName()).isEqualTo(quality.name() + " (みどり浜光機株式会社)"));
        Person here2 = person(Role.QUALITY);
        assertThat(products.items(here.id(), "login"))
                .extracting(RegisterItem::name)
                .containsExactly("SSH");
        assertThat(products.addItem(here, "login", "API", "", here2).code()).isEqualTo("login-3");
    }

    @Test
    void theFileGoesOnFromTheSecondInstallationToAThird() throws IOException {
        Series camera = camera();
        answers(camera, new SplittableRandom(4));
        Copied there = copied(camera);
        byte[] zip = exported(camera);
        Series second = bring(zip, ALL, otherInstallation()).series();
        quality = person(Role.QUALITY);
        byte[] again = exported(second);
        SeriesImport.Outcome third = bring(again, ALL, otherInstallation());
        assertThat(copied(third.series())).isEqualTo(there);
    }

    /** What an application came to, with what was sent, is the same there; who recorded it is a name. */
    @Test
    void labelsAndWhatWasSentComeAlong() throws IOException {
        Series camera = camera();
        Browser browser = signedIn(quality);
        String here = "/products/" + camera.code() + "/application";
        browser.post(here + "/entries/number", "on", "2026-11-01", "number", "IPA-7");
        browser.post(here + "/documents/package", "incomplete", "yes");
        browser.post(here + "/entries/correction", "on", "2026-11-02", "place", "S1.1-02", "text", "理由を");
        String asked = jdbc.sql("SELECT id::text FROM application_entry WHERE kind = 'correction'")
                .query(String.class)
                .single();
        browser.post(here + "/entries/answer", "on", "2026-11-03", "about", asked, "text", "書いた", "state", "settled");
        browser.post(here + "/entries/label", "on", "2026-11-04", "number", "JC-7", "until", "2028-11-03");
        byte[] zip = exported(camera);

        Person owner = otherInstallation();
        byte[] undated = forged(
                zip,
                SeriesFile.records("application"),
                text -> text.replaceFirst(
                        "\"day\":\"\\d{4}-\\d\\d-\\d\\d\",\"what\":\"day\"", "\"day\":\"x\",\"what\":\"day\""));
        assertThat(undated).isNotEqualTo(zip);
        assertThatThrownBy(() -> bring(undated, ALL, owner))
                .as("a label holds the state of a day, which its pages read")
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("transfer.part"));
        Series there = bring(zip, ALL, owner).series();

        Browser reader = signedIn(person(Role.QUALITY));
        String again = "/products/" + there.code() + "/application";
        assertThat(reader.get(again).text()).contains("JC-7", "2028-11-03", "IPA-7");
        assertThat(reader.get(again + "/steps/corrections").text()).contains("解決", "書いた", quality.name());
        Page papers = reader.get(again + "/documents");
        String file = papers.find("entries/([0-9a-f-]{36})/file");
        assertThat(reader.get(again + "/entries/" + file + "/file").bytes().length)
                .isGreaterThan(1_000);
    }

    // What counts

    @Test
    void withoutTheDeclarationNothingCountsAsConfirmed() throws IOException {
        byte[] zip = full();

        SeriesImport.Outcome outcome = bring(zip, new SeriesImport.Options("", false, true), otherInstallation());

        assertThat(outcome.differing()).isNotEmpty();
        assertThat(verdicts.states(outcome.series().id()).values())
                .doesNotContain(
                        VerdictState.MET, VerdictState.NOT_APPLICABLE, VerdictState.DEEMED, VerdictState.EXEMPT);
        assertThat(count("fact_confirmation")).isZero();
        assertThat(jdbc.sql("SELECT takes_over FROM series_import")
                        .query(Boolean.class)
                        .single())
                .isFalse();
    }

    @Test
    void itIsRecordedWhoTookOverWhatFromWhere() throws IOException {
        Series camera = camera();
        Slot slot = new Slot(new FactKey(anyReleaseKey()), "");
        declare(camera.id(), products.subject(camera, Subject.Kind.RELEASE), slot, Value.flag(true));
        EvidenceDetails declared = evidence.about(List.of(products.subject(camera, Subject.Kind.RELEASE)), null)
                .getFirst();
        evidence.confirm(declared.id(), Set.of(declared.facts().getFirst().id()), executive, "見ました");
        byte[] zip = exported(camera);
        String manifest = acts().getLast();
        assertThat(manifest).isEqualTo("series.export");

        Person owner = otherInstallation();
        SeriesImport.Outcome outcome = bring(zip, ALL, owner);

        assertThat(acts()).endsWith("series.import");
        assertThat(jdbc.sql("SELECT convert_from(body, 'UTF8') FROM ledger_outbox WHERE kind = 'series-import/1'")
                        .query(String.class)
                        .single())
                .contains(owner.name(), "みどり浜光機株式会社", quality.name(), outcome.manifestSha256(), "\"takesOver\":true");
        EvidenceDetails details = evidence.about(
                        products.target(outcome.series()).layers().stream()
                                .map(layer -> layer.subject())
                                .toList(),
                        null)
                .getFirst();
        assertThat(details.summary().via()).isEqualTo("import");
        assertThat(details.summary().submittedName()).isEqualTo(quality.name() + " (みどり浜光機株式会社)");
        assertThat(details.summary().recordedAt()).isEqualTo(clock.instant());
        FactEntry entry = details.facts().getFirst();
        FactEntry.ConfirmedBy confirmed = Objects.requireNonNull(entry.confirmedBy());
        assertThat(confirmed.personId()).isNull();
        assertThat(confirmed.name()).isEqualTo(executive.name() + " (みどり浜光機株式会社)");
    }

    @Test
    void neitherWhoImportsNorWhoSubmittedThereIsTheSecondPerson() throws IOException {
        Series camera = camera();
        Slot slot = new Slot(new FactKey(anyReleaseKey()), "");
        declare(camera.id(), products.subject(camera, Subject.Kind.RELEASE), slot, Value.flag(true));
        byte[] zip = exported(camera);
        String submitter = quality.name();

        Person owner = otherInstallation();
        SeriesImport.Outcome outcome = bring(zip, new SeriesImport.Options("", false, false), owner);
        EvidenceDetails details = evidence.about(
                        List.of(products.subject(outcome.series(), Subject.Kind.RELEASE)), null)
                .getFirst();
        Set<UUID> facts = Set.of(details.facts().getFirst().id());

        Person same = person(Role.EXECUTIVE);
        Person namesake = new Person(same.id(), same.email(), submitter, "ja", same.roles(), Set.of());
        for (Person refused : List.of(owner, namesake)) {
            assertThatThrownBy(() -> evidence.confirm(details.id(), facts, refused, ""))
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.code()).isEqualTo("evidence.confirm.own"));
        }
        assertThat(evidence.confirm(details.id(), facts, person(Role.EXECUTIVE), ""))
                .isEqualTo(facts);
    }

    @Test
    void whatTheCompanyHasAnsweredHereStaysAndIsTold() throws IOException {
        Series camera = camera();
        FactDefinition key = companyKey();
        Slot slot = new Slot(key.key(), "");
        declare(null, products.organisation(), slot, value(key, Map.of(), new SplittableRandom(1)));
        declare(null, products.organisation(), slot, value(key, Map.of(), new SplittableRandom(1)));
        byte[] zip = exported(camera);

        Person owner = otherInstallation();
        quality = person(Role.QUALITY);
        declare(null, products.organisation(), slot, value(key, Map.of(), new SplittableRandom(9)));
        int before = evidence.history(products.organisation(), slot).size();
        SeriesImport.Outcome outcome = bring(zip, ALL, owner);

        assertThat(outcome.companyKept()).isEqualTo(1);
        assertThat(outcome.companyFacts()).isZero();
        assertThat(evidence.history(products.organisation(), slot)).hasSize(before);
    }

    // Hostile and damaged files

    @Test
    void aPreviewSaysWhatWouldComeAndChangesNothing() throws IOException {
        byte[] zip = full();
        Person owner = otherInstallation();
        int records = count("ledger_outbox");

        SeriesImport.Outcome outcome = importing.preview(() -> new ByteArrayInputStream(zip), ALL, owner);

        assertThat(outcome.differing()).isEmpty();
        assertThat(outcome.facts()).isGreaterThan(100);
        assertThat(products.every()).isEmpty();
        assertThat(count("fact")).isZero();
        assertThat(count("ledger_outbox")).isEqualTo(records);
    }

    @Test
    void whateverIsWrongIsOneSentenceAndNothingIsImported() throws IOException {
        byte[] zip = full();
        Person owner = otherInstallation();

        Map<String, byte[]> wrong = new LinkedHashMap<>();
        wrong.put("transfer.no-zip", "kein zip".getBytes(StandardCharsets.UTF_8));
        wrong.put("transfer.other-zip", Zips.zip(Map.of("../../etc/passwd", new byte[] {1})));
        wrong.put("transfer.damaged", java.util.Arrays.copyOf(zip, zip.length / 2));
        wrong.put("transfer.hash", Zips.edit(zip, "series.json", text -> text.replace("屋内用", "屋外用")));
        wrong.put("transfer.unlisted", Zips.add(zip, "files/evil.sh", new byte[] {1}));
        wrong.put("transfer.format", Zips.edit(zip, "manifest.json", text -> text.replace("series/1", "series/9")));
        wrong.put("transfer.part", Zips.edit(zip, "manifest.json", text -> text.replace("\"by\":", "\"who\":")));
        wrong.put(
                "transfer.manifest",
                Zips.edit(zip, "manifest.json", text -> text.replace("\"files/", "\"../../files/")));
        wrong.put(
                "transfer.key",
                forged(zip, "evidence.json", text -> text.replaceFirst("\"key\":\"[^\"]+", "\"key\":\"no.such.key")));
        wrong.put(
                "transfer.guide",
                forged(
                        zip,
                        "series.json",
                        text -> text.replace("\"guides\":[\"jcstar1\"", "\"guides\":[\"iso-99999\"")));
        wrong.put("transfer.own", forged(zip, "evidence.json", TransferTest::selfConfirmed));
        wrong.put(
                "transfer.release",
                forged(zip, "series.json", text -> text.replace("\"designated\":\"2.4.1\"", "\"designated\":\"9\"")));
        wrong.put(
                "product.input",
                forged(zip, "series.json", text -> text.replace("\"name\":\"MC-200シリーズ\"", "\"name\":\" \"")));

        wrong.forEach((code, bytes) -> assertThatThrownBy(() -> bring(bytes, ALL, owner))
                .as(code)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code)));
        for (String nothing : List.of("null", "[null]", "{}", "7")) {
            for (byte[] bytes : List.of(
                    Zips.edit(zip, "manifest.json", _ -> nothing),
                    forged(zip, "series.json", _ -> nothing),
                    forged(zip, "evidence.json", _ -> nothing))) {
                assertThatThrownBy(() -> bring(bytes, ALL, owner))
                        .as(nothing)
                        .isInstanceOfSatisfying(
                                Problem.class, p -> assertThat(p.code()).isIn("transfer.part", "transfer.manifest"));
            }
        }
        assertThat(products.every()).isEmpty();
        assertThat(count("fact")).isZero();
        assertThat(count("evidence")).isZero();
        assertThat(count("series_import")).isZero();
    }

    @Test
    void aBombIsNotUnpacked() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream bomb = new ZipOutputStream(out)) {
            bomb.putNextEntry(new ZipEntry("manifest.json"));
            byte[] spaces = new byte[1 << 20];
            java.util.Arrays.fill(spaces, (byte) ' ');
            for (int i = 0; i < 64; i++) {
                bomb.write(spaces);
            }
        }
        assertThat(out.size()).isLessThan(1 << 20);
        assertThatThrownBy(() -> bring(out.toByteArray(), ALL, person(Role.OWNER)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("transfer.hash"));
    }

    @Test
    void aCodeThatIsTakenIsToldAndAnotherCanBeChosen() throws IOException {
        Series camera = camera();
        byte[] zip = exported(camera);
        Person owner = person(Role.OWNER);

        assertThatThrownBy(() -> bring(zip, ALL, owner))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("transfer.code-taken"));
        assertThat(importing.freeCode("MC-200")).isEqualTo("MC-200-2");
        assertThat(bring(zip, new SeriesImport.Options("MC-200-2", true, true), owner)
                        .series()
                        .code())
                .isEqualTo("MC-200-2");
    }

    // Doors

    @Test
    void anOwnerLooksAndImportsOnThePage() throws IOException {
        Series camera = camera();
        answers(camera, new SplittableRandom(6));
        byte[] zip = exported(camera);
        assertThat(signedIn(quality).get("/products/MC-200/export").text()).contains("1つのファイルに保存できます");
        assertThat(signedIn(Role.PSIRT).get("/products/MC-200/export").status()).isEqualTo(403);

        Browser owner = signedIn(otherInstallation());
        assertThat(owner.get("/products/import").status()).isEqualTo(200);
        Page preview = owner.upload("/products/import", "file", "mc-200.zip", zip);
        assertThat(preview.text()).contains("取り込めます", "みどり浜光機株式会社", "すべてファイルのとおりです", executive.name());
        assertThat(products.every()).isEmpty();

        Page done = owner.post(
                "/products/import/take",
                "upload",
                preview.find("name=\"upload\" value=\"([^\"]+)\""),
                "code",
                "MC-200",
                "takesOver",
                "1",
                "company",
                "1");
        assertThat(owner.follow(done).text()).contains("シリーズを取り込みました", "すべてファイルのとおりです", "引き受けると宣言しました");
        Page refused = owner.upload("/products/import", "file", "x.zip", "nothing".getBytes(StandardCharsets.UTF_8));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("ファイルがzipではありません");
    }

    @Test
    void aProgramTakesAndBringsIt() throws IOException {
        Series camera = camera();
        answers(camera, new SplittableRandom(8), 30);
        Api.Answer taken = api(quality, EnumSet.of(Act.VIEW, Act.TAKE_PACK)).get("/api/v1/series/MC-200/series.zip");
        assertThat(taken.status()).isEqualTo(200);

        Api owner = api(otherInstallation(), EnumSet.of(Act.VIEW, Act.IMPORT_SERIES));
        Api.Answer preview =
                owner.upload("/api/v1/series-imports?preview=true&takesOver=true&company=true", taken.bytes());
        assertThat(preview.status()).as(preview.toString()).isEqualTo(200);
        assertThat(preview.json().path("imported").asBoolean()).isFalse();
        Api.Answer done = owner.upload("/api/v1/series-imports?takesOver=true&company=true", taken.bytes());
        assertThat(done.status()).as(done.toString()).isEqualTo(200);
        assertThat(done.json().path("differing").size()).isZero();
        assertThat(owner.upload("/api/v1/series-imports", taken.bytes()).code()).isEqualTo("transfer.code-taken");
    }

    // Pieces

    /** The zip with a part changed by somebody who also mends the list of contents. */
    private static byte[] forged(byte[] zip, String part, java.util.function.UnaryOperator<String> change) {
        byte[] changed = Zips.edit(zip, part, change);
        byte[] content = Objects.requireNonNull(Zips.parts(changed).get(part));
        String sha256 =
                java.util.HexFormat.of().formatHex(SeriesFileReader.sha256().digest(content));
        return Zips.edit(
                changed,
                "manifest.json",
                text -> text.replaceFirst(
                        "(\"name\":\"" + part + "\",\"sha256\":\")[0-9a-f]+(\",\"size\":)[0-9]+",
                        "$1" + sha256 + "$2" + content.length));
    }

    /** Every person is one. */
    private static String selfConfirmed(String json) {
        return json.replaceAll("\"by\":\"p\\d+", "\"by\":\"p1")
                .replaceAll("\"submittedBy\":\"p\\d+", "\"submittedBy\":\"p1");
    }

    private void declare(@Nullable UUID series, Subject subject, Slot slot, Value value) {
        evidence.record(
                NewEvidence.declaration("方針", "理由", series, clock.instant(), quality, quality.name(), "api"),
                List.of(NewFact.of(subject, slot, value, "補足")));
    }

    /** What the evaluation guide leaves open, as somebody might enter it. */
    private void parameters() {
        List<String> fields = new ArrayList<>(
                List.of("value-guide-edition", "1.0", "version-guide-edition", "0", "source-guide-edition", ""));
        catalogues.current().frameworks().stream()
                .flatMap(framework -> framework.parameters().stream())
                .forEach(p -> fields.addAll(List.of(
                        "value-" + p.id(),
                        switch (p.type()) {
                            case WHOLE, DAYS -> "12";
                            case FLAG -> "true";
                            case WORD, WORDS -> p.choices().getFirst().value();
                        },
                        "version-" + p.id(),
                        "0",
                        "source-" + p.id(),
                        "別紙2")));
        assertThat(signedIn(quality)
                        .post("/parameters", fields.toArray(String[]::new))
                        .status())
                .isEqualTo(302);
        assertThat(catalogues.parameters().values()).isNotEmpty();
    }

    private RequirementId notAdoptable(Series series) {
        return guides.asked(series.id()).stream()
                .map(r -> r.id())
                .filter(id -> id.framework().equals("tsunagaru"))
                .findFirst()
                .orElseThrow();
    }

    private String anyReleaseKey() {
        return catalogues.current().vocabulary().facts().stream()
                .filter(f -> f.scope() == Subject.Kind.RELEASE && f.of() == null && f.type() == FactType.FLAG)
                .map(f -> f.key().value())
                .findFirst()
                .orElseThrow();
    }

    private FactDefinition companyKey() {
        return catalogues.current().vocabulary().facts().stream()
                .filter(f -> f.scope() == Subject.Kind.ORGANISATION && f.of() == null && f.type() == FactType.WORD)
                .filter(f -> !catalogues.current().requirementsReading(f.key()).isEmpty())
                .findFirst()
                .orElseThrow();
    }
}
