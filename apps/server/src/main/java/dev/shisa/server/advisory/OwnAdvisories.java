package dev.shisa.server.advisory;

import dev.shisa.advisory.CsafDocument;
import dev.shisa.advisory.CsafValidator;
import dev.shisa.advisory.CsafVersion;
import dev.shisa.advisory.Finding;
import dev.shisa.advisory.UnreadableCsafException;
import dev.shisa.advisory.Weakness;
import dev.shisa.advisory.draft.Advisory;
import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.vulnerability.triage.CvssVector;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The maker's own advisories: written, checked by the tests of CSAF, agreed to by a second person, numbered, signed, corrected,
 * withdrawn.
 *
 * <p>What is not issued is for those who write or issue, within their series; the ledger holds only a hash of it, since auditors
 * read the ledger. Two persons issue: one asks, another one who may do so agrees. Where there is nobody else, whoever asked may
 * do it alone after a day, and types the advisory's code; the record says that it was one person.
 */
@Component
public class OwnAdvisories {

    /** Instead of a second person, where there is none. */
    static final Duration ALONE = Duration.ofHours(24);

    static final int TITLE_CHARS_MAX = 200;
    static final int TEXT_CHARS_MAX = 10_000;
    static final int NOTE_CHARS_MAX = 1_000;
    static final int URL_CHARS_MAX = 500;
    static final int CONCERNED_MAX = 50;
    static final int VERSIONS_MAX = 200;
    static final int THANKS_MAX = 20;

    /** A maker with more drafts than that has another problem. */
    private static final int OPEN_MAX = 500;

    /** In numbers of what only some may read; the signs behind it are those of the advisory's code, which are drawn by lot. */
    private static final String RESTRICTED = "R-";

    private static final String CVE = "|CVE-[0-9]{4}-[0-9]{4,19}";
    private static final Set<String> EXPLOITED = Set.of("", "none", "known");

    /** The reasons of section 3.2.3.5.3. */
    static final List<String> WHY = List.of(
            "component_not_present",
            "vulnerable_code_not_present",
            "vulnerable_code_not_in_execute_path",
            "vulnerable_code_cannot_be_controlled_by_adversary",
            "inline_mitigations_already_exist");

    private final OwnAdvisoryStore store;
    private final SigningKeys keys;
    private final Issuers issuers;
    private final Products products;
    private final People people;
    private final ObjectProvider<AdvisoryCases> cases;
    private final ObjectProvider<PublicPlace> places;
    private final ClaimCheck claims;
    private final Editions editions;
    private final ApplicationEventPublisher events;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    OwnAdvisories(
            OwnAdvisoryStore store,
            SigningKeys keys,
            Issuers issuers,
            Products products,
            People people,
            ObjectProvider<AdvisoryCases> cases,
            ObjectProvider<PublicPlace> places,
            ClaimCheck claims,
            Editions editions,
            ApplicationEventPublisher events,
            LedgerOutbox ledger,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.keys = keys;
        this.issuers = issuers;
        this.products = products;
        this.people = people;
        this.cases = cases;
        this.places = places;
        this.claims = claims;
        this.editions = editions;
        this.events = events;
        this.ledger = ledger;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What cannot be taken, by field.
     *
     * @param why end of a message {@code advisory.wrong.<why>}
     */
    public record Wrong(String field, String why, List<Object> args) {

        public Wrong {
            args = List.copyOf(args);
        }

        static Wrong of(String field, String why, Object... args) {
            return new Wrong(field, why, List.of(args));
        }
    }

    // Reading

    /** Whether somebody may see what is written before it is issued. */
    static boolean seesDrafts(Person person) {
        return person.can(Act.WRITE_ADVISORY) || person.can(Act.ISSUE_ADVISORY);
    }

    private boolean sees(OwnAdvisory advisory, Person person) {
        boolean whole = advisory.isWhole() || advisory.issued() != null;
        AdvisoryContent content = advisory.draft().content();
        if (!content.concerned().stream().allMatch(one -> person.sees(one.series()))) {
            return false;
        }
        return whole || (seesDrafts(person) && seesCase(content, person));
    }

    /**
     * Whether all that an advisory speaks for is within a person's range: its products, also those that were issued and that the draft
     * leaves out; what names none speaks for the whole company.
     */
    private static boolean speaksFor(OwnAdvisory advisory, Person person) {
        IssuedAdvisory issued = advisory.issued();
        return speaksFor(advisory.draft().content(), person) && (issued == null || speaksFor(issued.content(), person));
    }

    private static boolean speaksFor(AdvisoryContent content, Person person) {
        return content.concerned().isEmpty()
                ? person.series().isEmpty()
                : content.concerned().stream().allMatch(one -> person.sees(one.series()));
    }

    private boolean seesCase(AdvisoryContent content, Person person) {
        UUID caseId = content.caseId();
        return caseId == null || cases.stream().allMatch(known -> known.sees(caseId, person));
    }

    /** Whether a person may see a draft of an advisory, or only what was issued of it. */
    boolean seesDraft(OwnAdvisory advisory, Person person) {
        return seesDrafts(person) && seesCase(advisory.draft().content(), person);
    }

    /** All that a person may know of, the one that was begun last first. */
    @Transactional(readOnly = true)
    public List<OwnAdvisory> visibleTo(Person person) {
        return store.all().stream().filter(one -> sees(one, person)).toList();
    }

    /** Those of which something waits to be finished or agreed to, as far as a person may know of it. */
    @Transactional(readOnly = true)
    public List<OwnAdvisory> inWork(Person person) {
        return store.inWork().stream().filter(one -> sees(one, person)).toList();
    }

    /** Those that come from a case, as far as a person may know of them. */
    @Transactional(readOnly = true)
    public List<OwnAdvisory> ofCase(UUID caseId, Person person) {
        return store.ofCase(caseId).stream()
                .filter(one -> caseId.equals(one.draft().content().caseId()) && sees(one, person))
                .toList();
    }

    /** Whether everybody can read an issued revision: it is for everybody, and there is a place where they can. */
    boolean isReadable(IssuedAdvisory issued) {
        return issued.isPublic() && places.stream().anyMatch(PublicPlace::isOpen);
    }

    /** Whether something that comes from a case can be read by everybody, and was not taken back. */
    @Transactional(readOnly = true)
    public boolean isPublished(UUID caseId) {
        return store.ofCase(caseId).stream()
                .flatMap(one -> Optional.ofNullable(one.issued()).stream())
                .anyMatch(issued -> caseId.equals(issued.content().caseId())
                        && !issued.content().withdrawn()
                        && isReadable(issued));
    }

    /** By its code or its number; 404 when there is none, or the person may not know of it. */
    @Transactional(readOnly = true)
    public OwnAdvisory require(String code, Person person) {
        return store.byCode(code)
                .filter(one -> sees(one, person))
                .orElseThrow(() -> new Problem(404, "advisory.unknown", code));
    }

    /** The same for whoever wants to see or change what is not issued. */
    @Transactional(readOnly = true)
    public OwnAdvisory requireDraft(String code, Person person) {
        OwnAdvisory advisory = require(code, person);
        if (!seesDraft(advisory, person)) {
            throw new Problem(404, "advisory.unknown", code);
        }
        return advisory;
    }

    /**
     * Everything that was issued, the last one first.
     *
     * @param known what was asked for earlier, by advisory: only what changed since is read
     */
    @Transactional(readOnly = true)
    public List<IssuedAdvisory> issued(Map<UUID, IssuedAdvisory> known) {
        Map<UUID, OwnAdvisoryStore.Given> present = store.issued();
        Map<UUID, IssuedAdvisory> all = new HashMap<>();
        List<UUID> changed = new ArrayList<>();
        present.forEach((id, given) -> {
            IssuedAdvisory before = known.get(id);
            if (before != null && given.is(before)) {
                all.put(id, before);
            } else {
                changed.add(id);
            }
        });
        store.byIds(changed).forEach(one -> {
            IssuedAdvisory issued = one.issued();
            if (issued != null) {
                all.put(one.id(), issued);
            }
        });
        return all.values().stream()
                .sorted(java.util.Comparator.comparing(IssuedAdvisory::current)
                        .reversed()
                        .thenComparing(IssuedAdvisory::tracking))
                .toList();
    }

    /** How many revisions of each advisory were issued, where any was. */
    @Transactional(readOnly = true)
    public Map<UUID, Integer> revisions() {
        return store.issued().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().number()));
    }

    /** How many revisions of an advisory were issued; 0: none was. */
    @Transactional(readOnly = true)
    public int revisions(UUID advisory) {
        return store.revisions(advisory);
    }

    /** What is concerned, by the names that the register has now. */
    @Transactional(readOnly = true)
    public List<ConcernedProduct> named(AdvisoryContent content) {
        List<ConcernedProduct> named = new ArrayList<>();
        for (AdvisoryContent.Concerned one : content.concerned()) {
            Series series = products.byId(one.series()).orElse(null);
            if (series == null) {
                continue;
            }
            List<String> numbers = products.models(series.id()).stream()
                    .filter(model -> one.models().isEmpty() || one.models().contains(model.id()))
                    .map(Model::number)
                    .toList();
            List<Release> releases = products.releases(series.id());
            named.add(new ConcernedProduct(
                    series.id(),
                    series.code(),
                    series.name(),
                    series.nameEn(),
                    numbers,
                    one.earlier(),
                    releases.stream()
                            .filter(release -> one.affected().contains(release.id()))
                            .map(Release::name)
                            .toList(),
                    releases.stream()
                            .filter(release -> release.id().equals(one.fixed()))
                            .map(Release::name)
                            .findFirst()
                            .orElse(null),
                    one.own()));
        }
        return named;
    }

    /** An advisory as it would be issued now, with what the tests of CSAF find in it. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Checked(String tracking, byte[] document, List<Finding> findings) {

        public Checked {
            findings = List.copyOf(findings);
        }

        public boolean isValid() {
            return findings.stream().noneMatch(f -> f.severity() == Finding.Severity.ERROR);
        }
    }

    /** Writes the last draft as a document, as if it were issued now, and judges it. */
    @Transactional(readOnly = true)
    public Checked check(OwnAdvisory advisory) {
        Instant now = now();
        String tracking = tracking(advisory, now);
        Issuer issuer = issuers.issuer();
        byte[] document = document(advisory, issuer.version(), tracking, now);
        List<Finding> findings = new ArrayList<>(judge(document, now));
        // It is issued in both editions; what hinders only the other one hinders it, too.
        judge(document(advisory, issuer.version().other(), tracking, now), now).stream()
                .filter(one -> one.severity() == Finding.Severity.ERROR)
                .filter(one -> findings.stream().noneMatch(known -> known.test().equals(one.test())))
                .forEach(findings::add);
        return new Checked(tracking, document, findings);
    }

    private byte[] document(OwnAdvisory advisory, CsafVersion version, String tracking, Instant now) {
        return document(advisory.draft().content(), version, tracking, revisions(advisory, now));
    }

    private byte[] document(
            AdvisoryContent content, CsafVersion version, String tracking, List<Advisory.Revision> revisions) {
        return new CsafText(content, named(content), issuers.issuer(), version, issuers.origin(), tracking, revisions)
                .write();
    }

    // Rehearsing

    /**
     * What stands against a draft that is no advisory.
     *
     * @param faults tests of CSAF that its documents fail, e.g. {@code 6.1.1}
     */
    public record Checkup(List<Missing> missing, List<String> faults) {

        public Checkup {
            missing = List.copyOf(missing);
            faults = List.copyOf(faults);
        }

        public boolean isSound() {
            return missing.isEmpty() && faults.isEmpty();
        }
    }

    /**
     * Something that is not written.
     *
     * @param what an end of {@code advisory.missing.<…>}
     * @param products names of those that lack it; empty: the whole does
     */
    public record Missing(String what, List<String> products) {

        public Missing {
            products = List.copyOf(products);
        }
    }

    /** Judges what would be published, as if it were issued now; nothing is kept. */
    @Transactional(readOnly = true)
    public Checkup checkup(AdvisoryContent content, String tracking) {
        Instant now = now();
        return new Checkup(
                missing(content, false).stream()
                        .map(what -> new Missing(what, lacking(content, what)))
                        .toList(),
                Arrays.stream(CsafVersion.values())
                        .flatMap(version -> judge(rehearsed(content, version, tracking, now), now).stream())
                        .filter(f -> f.severity() == Finding.Severity.ERROR)
                        .map(Finding::test)
                        .distinct()
                        .sorted()
                        .toList());
    }

    /** A file that a rehearsal makes. */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    public record RehearsedFile(String name, byte[] bytes) {}

    /**
     * Makes what issuing would make: the document in both versions of CSAF, a signature of each, and the key to check them with. That key
     * is made for this and forgotten; no key of the maker's signs what is not true. Nothing is kept, and no number is given.
     *
     * @param tracking that no advisory has
     */
    @Transactional(readOnly = true)
    public List<RehearsedFile> rehearse(AdvisoryContent content, String tracking) {
        Instant now = now();
        String name = tracking.toLowerCase(Locale.ROOT);
        List<String> names = new ArrayList<>();
        List<byte[]> documents = new ArrayList<>();
        for (CsafVersion version : CsafVersion.values()) {
            names.add(name + "-csaf-" + version.number() + ".json");
            documents.add(rehearsed(content, version, tracking, now));
        }
        SigningKeys.Rehearsed signed = keys.rehearse(documents);
        List<RehearsedFile> files = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            files.add(new RehearsedFile(names.get(i), documents.get(i)));
            files.add(new RehearsedFile(
                    names.get(i) + ".asc", signed.signatures().get(i).getBytes(StandardCharsets.US_ASCII)));
        }
        files.add(new RehearsedFile(name + "-key.asc", signed.key().getBytes(StandardCharsets.US_ASCII)));
        return files;
    }

    private byte[] rehearsed(AdvisoryContent content, CsafVersion version, String tracking, Instant now) {
        return document(
                content, version, tracking, List.of(new Advisory.Revision(now, OwnAdvisoryStore.note(content, true))));
    }

    private static List<Advisory.Revision> revisions(OwnAdvisory advisory, Instant now) {
        IssuedAdvisory issued = advisory.issued();
        List<Advisory.Revision> revisions = new ArrayList<>(issued == null ? List.of() : issued.revisions());
        revisions.add(new Advisory.Revision(
                now, OwnAdvisoryStore.note(advisory.draft().content(), revisions.isEmpty())));
        return revisions;
    }

    static List<Finding> judge(byte[] document, Instant now) {
        try {
            return CsafValidator.validate(CsafDocument.read(document), now);
        } catch (UnreadableCsafException e) {
            throw new IllegalStateException("what was written just now cannot be read", e);
        }
    }

    /**
     * Its number, which it keeps; before it is issued, the one that it would get now. What only some may read takes none out of the
     * public row, where a gap would tell that there is something, nor one of a row that its readers could count: it is drawn by lot.
     */
    private String tracking(OwnAdvisory advisory, Instant now) {
        IssuedAdvisory issued = advisory.issued();
        if (issued != null) {
            return issued.tracking();
        }
        String begin = issuers.issuer().prefix() + "-" + now.atZone(Ui.ZONE).getYear() + "-";
        if (!advisory.draft().content().tlp().isPublic()) {
            return begin
                    + RESTRICTED
                    + advisory.code().substring(advisory.code().indexOf('-') + 1);
        }
        return begin + String.format(Locale.ROOT, "%03d", store.highest(begin) + 1);
    }

    // Writing

    /** All that is wrong with what somebody typed, whether or not it may be issued so. */
    @Transactional(readOnly = true)
    public List<Wrong> wrong(AdvisoryContent content, Person person) {
        List<Wrong> wrong = new ArrayList<>();
        if (content.title().ja().isBlank() && content.title().en().isBlank()) {
            wrong.add(Wrong.of("titleJa", "title"));
        }
        length(wrong, "title", content.title(), TITLE_CHARS_MAX);
        length(wrong, "note", content.note(), NOTE_CHARS_MAX);
        length(wrong, "summary", content.summary(), TEXT_CHARS_MAX);
        length(wrong, "action", content.action(), TEXT_CHARS_MAX);
        length(wrong, "workaround", content.workaround(), TEXT_CHARS_MAX);
        if (!content.cve().matches(CVE)) {
            wrong.add(Wrong.of("cve", "cve"));
        }
        if (!content.cwe().isEmpty() && Weakness.of(content.cwe()).isEmpty()) {
            wrong.add(Wrong.of("cwe", "cwe"));
        }
        if (!content.cvss().isEmpty() && CvssVector.parse(content.cvss()).isEmpty()) {
            wrong.add(Wrong.of("cvss", "cvss"));
        }
        if (!content.cvss3().isEmpty() && !CvssForm.V4_0.reads(content.cvss())) {
            wrong.add(Wrong.of("cvss3", "cvss3-alone"));
        } else if (!content.cvss3().isEmpty() && !CvssForm.V3_1.reads(content.cvss3())) {
            wrong.add(Wrong.of("cvss3", "cvss3"));
        }
        if (!content.url().isEmpty() && !isWeb(content.url())) {
            wrong.add(Wrong.of("url", "url"));
        }
        if (!EXPLOITED.contains(content.exploited())) {
            wrong.add(Wrong.of("exploited", "choice"));
        }
        if (content.kind() == AdvisoryContent.Kind.UNAFFECTED
                ? !WHY.contains(content.why())
                : !content.why().isEmpty()) {
            wrong.add(Wrong.of("why", "why"));
        }
        if (content.thanks().size() > THANKS_MAX
                || content.thanks().stream()
                        .anyMatch(one ->
                                (one.name().isBlank() && one.organization().isBlank())
                                        || one.name().length() > TITLE_CHARS_MAX
                                        || one.organization().length() > TITLE_CHARS_MAX)) {
            wrong.add(Wrong.of("thanks", "thanks", THANKS_MAX));
        }
        concerned(content, person, wrong);
        return wrong;
    }

    private void concerned(AdvisoryContent content, Person person, List<Wrong> wrong) {
        if (content.concerned().isEmpty() && content.kind() != AdvisoryContent.Kind.INFORMATION) {
            wrong.add(Wrong.of("series", "series"));
        }
        if (content.concerned().size() > CONCERNED_MAX) {
            wrong.add(Wrong.of("series", "series-many", CONCERNED_MAX));
            return;
        }
        Set<UUID> seen = new java.util.HashSet<>();
        for (AdvisoryContent.Concerned one : content.concerned()) {
            Series series =
                    products.byId(one.series()).filter(s -> person.sees(s.id())).orElse(null);
            if (series == null || !seen.add(one.series())) {
                wrong.add(Wrong.of("series", "series"));
                continue;
            }
            Set<UUID> models =
                    products.models(series.id()).stream().map(Model::id).collect(Collectors.toSet());
            Set<UUID> releases =
                    products.releases(series.id()).stream().map(Release::id).collect(Collectors.toSet());
            UUID fixed = one.fixed();
            if (!models.containsAll(one.models())
                    || !releases.containsAll(one.affected())
                    || (fixed != null && !releases.contains(fixed))
                    || one.affected().size() > VERSIONS_MAX) {
                wrong.add(Wrong.of("series", "register", series.name()));
            }
            if (fixed != null && one.affected().contains(fixed)) {
                wrong.add(Wrong.of("series", "fixed-affected", series.name()));
            }
            AdvisoryContent.Offer own = one.own();
            int longest = Math.max(own.action().ja().length(), own.action().en().length());
            if (longest > TEXT_CHARS_MAX) {
                wrong.add(Wrong.of("series", "long", longest, TEXT_CHARS_MAX));
            }
            if (!own.url().isEmpty() && !isWeb(own.url())) {
                wrong.add(Wrong.of("series", "url"));
            }
        }
    }

    private static void length(List<Wrong> wrong, String field, Said said, int most) {
        if (said.ja().length() > most) {
            wrong.add(Wrong.of(field + "Ja", "long", said.ja().length(), most));
        }
        if (said.en().length() > most) {
            wrong.add(Wrong.of(field + "En", "long", said.en().length(), most));
        }
    }

    private static boolean isWeb(String url) {
        try {
            URI uri = new URI(url);
            return url.length() <= URL_CHARS_MAX
                    && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** What is missing before anybody may ask for its last draft to be issued, as ends of {@code advisory.missing.<…>}. */
    public List<String> missing(OwnAdvisory advisory) {
        AdvisoryContent content = advisory.draft().content();
        IssuedAdvisory issued = advisory.issued();
        List<String> missing = missing(content, issued != null);
        if (issued != null && issued.isPublic() && !content.tlp().isPublic()) {
            // Its address is known; whoever reads there would never learn what became of it.
            missing.add("tlp");
        }
        return missing;
    }

    private static List<String> missing(AdvisoryContent content, boolean revised) {
        List<String> missing = new ArrayList<>();
        if (content.withdrawn()) {
            if (!said(content.note())) {
                missing.add("reason");
            }
            return missing;
        }
        if (!said(content.summary())) {
            missing.add("summary");
        }
        if (revised && !said(content.note())) {
            missing.add("note");
        }
        if (content.kind() == AdvisoryContent.Kind.ADVISORY) {
            if (content.concerned().stream()
                    .anyMatch(one -> !content.isInvestigated(one.own())
                            && !said(content.offer(one.own()).action()))) {
                missing.add("action");
            }
            if (content.concerned().stream().anyMatch(one -> isUnfixed(content, one))) {
                missing.add("fixed");
            }
            if (content.concerned().stream().anyMatch(one -> isFixedOtherwise(content, one))) {
                missing.add("fixed-otherwise");
            }
        }
        return missing;
    }

    /** Whether a fix is offered for a product that has no fixed version. */
    private static boolean isUnfixed(AdvisoryContent content, AdvisoryContent.Concerned one) {
        return one.fixed() == null && content.offer(one.own()).remedy() == AdvisoryContent.Remedy.FIX;
    }

    /** Whether a product has a fixed version, though it is said that there is no fix, or none yet. */
    private static boolean isFixedOtherwise(AdvisoryContent content, AdvisoryContent.Concerned one) {
        AdvisoryContent.Remedy remedy = content.offer(one.own()).remedy();
        return one.fixed() != null
                && remedy != AdvisoryContent.Remedy.FIX
                && remedy != AdvisoryContent.Remedy.WORKAROUND;
    }

    /** The products to which something that is {@link #missing} applies, by their names; none: it applies to the whole. */
    List<String> lacking(AdvisoryContent content, String missing) {
        return content.concerned().stream()
                .filter(one -> switch (missing) {
                    case "fixed" -> isUnfixed(content, one);
                    case "fixed-otherwise" -> isFixedOtherwise(content, one);
                    default -> false;
                })
                .flatMap(one -> products.byId(one.series()).stream())
                .map(Series::name)
                .toList();
    }

    /** Whether whoever issues it has to say that nothing is offered yet to those concerned (guide 002, 対策6). */
    public static boolean isWithoutRemedy(AdvisoryContent content) {
        return content.kind() == AdvisoryContent.Kind.ADVISORY
                && !content.withdrawn()
                && content.concerned().stream().anyMatch(one -> content.isInvestigated(one.own()))
                && !said(content.workaround());
    }

    private static boolean said(Said said) {
        return AdvisoryContent.said(said);
    }

    private void requireRight(AdvisoryContent content, Person person) {
        List<Wrong> wrong = wrong(content, person);
        if (!wrong.isEmpty()) {
            throw new Problem(422, "advisory.words", wrong.getFirst().field());
        }
        if (!speaksFor(content, person)) {
            person.requireAll();
        }
    }

    /** Begins one; what it says was looked at with {@link #wrong}. */
    @Transactional
    public OwnAdvisory create(AdvisoryContent content, Person person) {
        requireRight(content, person);
        if (store.all().stream()
                        .filter(one -> !one.isWhole() && one.state() != OwnAdvisory.State.DISCARDED)
                        .count()
                >= OPEN_MAX) {
            throw new Problem(422, "advisory.many", OPEN_MAX);
        }
        UUID id = ids.next();
        String code = ids.code("V");
        store.insert(id, code, now());
        save(id, 1, content, person);
        audit.record(person, "advisory.create", code, Map.of());
        return store.byCode(code).orElseThrow();
    }

    private void save(UUID advisory, int number, AdvisoryContent content, Person person) {
        OwnAdvisory.Draft draft = new OwnAdvisory.Draft(ids.next(), number, content, person.id(), person.name(), now());
        String text = store.insert(advisory, draft);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("advisory", advisory.toString());
        body.put("at", draft.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("content", sha256(text.getBytes(StandardCharsets.UTF_8)));
        body.put("id", draft.id().toString());
        body.put("number", Integer.toString(number));
        ledger.append("advisory-draft/1", advisory, body);
    }

    /**
     * Saves what it says now.
     *
     * @param seen number of the draft that was changed
     */
    @Transactional
    public OwnAdvisory save(OwnAdvisory advisory, int seen, AdvisoryContent content, Person person) {
        requireRight(content, person);
        OwnAdvisory present = locked(advisory, seen, person);
        if (present.state() == OwnAdvisory.State.WITHDRAWN || present.state() == OwnAdvisory.State.DISCARDED) {
            throw new Problem(409, "advisory.over");
        }
        if (content.withdrawn()) {
            throw new Problem(422, "advisory.words", "withdrawn");
        }
        save(advisory.id(), seen + 1, content, person);
        audit.record(person, "advisory.save", present.name(), Map.of("number", seen + 1));
        return store.byCode(advisory.code()).orElseThrow();
    }

    private OwnAdvisory locked(OwnAdvisory advisory, int seen, Person person) {
        store.lock(advisory.id());
        OwnAdvisory present = requireDraft(advisory.code(), person);
        if (!speaksFor(present, person)) {
            person.requireAll();
        }
        if (present.draft().number() != seen) {
            throw new Problem(409, "advisory.stale", present.draft().byName());
        }
        return present;
    }

    /**
     * Wants it to be issued as it stands.
     *
     * @param despite why, where triage, findings or bills of materials say something else; otherwise not looked at
     */
    @Transactional
    public OwnAdvisory ask(OwnAdvisory advisory, int seen, String note, String despite, Person person) {
        OwnAdvisory present = locked(advisory, seen, person);
        if (present.state() != OwnAdvisory.State.DRAFT) {
            throw new Problem(409, "advisory.state");
        }
        requireReady(present);
        claims.give(present, despite, person, now());
        step(present, OwnAdvisory.Act.ASKED, note, person);
        return store.byCode(advisory.code()).orElseThrow();
    }

    private void requireReady(OwnAdvisory advisory) {
        List<String> missing = missing(advisory);
        if (!missing.isEmpty()) {
            throw new Problem(422, "advisory.missing", missing.size());
        }
        Checked checked = check(advisory);
        if (!checked.isValid()) {
            throw new Problem(
                    422,
                    "advisory.invalid",
                    checked.findings().stream()
                            .filter(f -> f.severity() == Finding.Severity.ERROR)
                            .map(Finding::test)
                            .findFirst()
                            .orElseThrow());
        }
    }

    /** Says that it is not to be issued so, or takes the wish back. */
    @Transactional
    public OwnAdvisory giveBack(OwnAdvisory advisory, int seen, String reason, Person person) {
        OwnAdvisory present = locked(advisory, seen, person);
        OwnAdvisory.Step asked = present.last();
        if (present.state() != OwnAdvisory.State.ASKED || asked == null) {
            throw new Problem(409, "advisory.state");
        }
        if (!person.can(Act.ISSUE_ADVISORY) && !asked.by().equals(person.id())) {
            throw new Problem(403, "advisory.second");
        }
        if (reason.isBlank()) {
            throw new Problem(422, "advisory.reason");
        }
        step(present, OwnAdvisory.Act.RETURNED, reason, person);
        return store.byCode(advisory.code()).orElseThrow();
    }

    /** Gives the last draft up; what was issued stays. */
    @Transactional
    public OwnAdvisory discard(OwnAdvisory advisory, int seen, String reason, Person person) {
        OwnAdvisory present = locked(advisory, seen, person);
        if (present.isWhole() || (present.last() != null && present.last().act() == OwnAdvisory.Act.DISCARDED)) {
            throw new Problem(409, "advisory.state");
        }
        if (reason.isBlank()) {
            throw new Problem(422, "advisory.reason");
        }
        step(present, OwnAdvisory.Act.DISCARDED, reason, person);
        return store.byCode(advisory.code()).orElseThrow();
    }

    /** Wants what was issued to be taken back; issued like any other revision, by two persons. */
    @Transactional
    public OwnAdvisory askWithdrawal(OwnAdvisory advisory, int seen, Said reason, Person person) {
        OwnAdvisory present = locked(advisory, seen, person);
        IssuedAdvisory issued = present.issued();
        if (issued == null || issued.content().withdrawn() || present.state() == OwnAdvisory.State.ASKED) {
            throw new Problem(409, "advisory.state");
        }
        if (!said(reason)) {
            throw new Problem(422, "advisory.reason");
        }
        if (reason.ja().length() > NOTE_CHARS_MAX || reason.en().length() > NOTE_CHARS_MAX) {
            throw new Problem(
                    422,
                    "evidence.text.long",
                    Math.max(reason.ja().length(), reason.en().length()),
                    NOTE_CHARS_MAX);
        }
        save(present.id(), seen + 1, issued.content().withdrawn(reason), person);
        OwnAdvisory withdrawing = store.byCode(advisory.code()).orElseThrow();
        requireReady(withdrawing);
        step(withdrawing, OwnAdvisory.Act.ASKED, "", person);
        return store.byCode(advisory.code()).orElseThrow();
    }

    private void step(OwnAdvisory advisory, OwnAdvisory.Act act, String note, Person person) {
        if (note.length() > NOTE_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", note.length(), NOTE_CHARS_MAX);
        }
        OwnAdvisory.Step step = new OwnAdvisory.Step(
                ids.next(), advisory.draft().id(), act, note.strip(), person.id(), person.name(), now());
        store.insert(advisory.id(), step);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("act", act.id());
        body.put("advisory", advisory.id().toString());
        body.put("at", step.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("draft", step.draft().toString());
        body.put("id", step.id().toString());
        ledger.append("advisory-step/1", advisory.id(), body);
        Map<String, Integer> which = Map.of("number", advisory.draft().number());
        switch (act) {
            case ASKED -> audit.record(person, "advisory.asked", advisory.name(), which);
            case RETURNED -> audit.record(person, "advisory.returned", advisory.name(), which);
            case DISCARDED -> audit.record(person, "advisory.discarded", advisory.name(), which);
        }
    }

    // Issuing

    /** Whether nobody but who asked, or wrote it, could agree. */
    boolean nobodyElse(OwnAdvisory advisory) {
        Set<UUID> own = authors(advisory);
        return people.inUse(Act.ISSUE_ADVISORY).stream()
                .filter(person -> speaksFor(advisory, person))
                .allMatch(person -> own.contains(person.id()));
    }

    /** Whoever wrote the last draft, and whoever asked for it: neither is the second person. */
    private static Set<UUID> authors(OwnAdvisory advisory) {
        Set<UUID> own = new java.util.HashSet<>(Set.of(advisory.draft().by()));
        Optional.ofNullable(advisory.last()).ifPresent(last -> own.add(last.by()));
        return own;
    }

    /** From when on somebody may issue it alone. */
    Optional<Instant> alone(OwnAdvisory advisory) {
        OwnAdvisory.Step last = advisory.last();
        return last == null || last.act() != OwnAdvisory.Act.ASKED
                ? Optional.empty()
                : Optional.of(last.at().plus(ALONE));
    }

    /** How a person may issue it now. */
    enum May {
        /** Another one has to. */
        NO,
        AS_SECOND,
        /** There is nobody else, and a day has passed. */
        ALONE
    }

    May mayIssue(OwnAdvisory advisory, Person person) {
        if (advisory.state() != OwnAdvisory.State.ASKED
                || !person.can(Act.ISSUE_ADVISORY)
                || !speaksFor(advisory, person)) {
            return May.NO;
        }
        boolean own = authors(advisory).contains(person.id());
        if (!own && people.isInUse(person, Act.ISSUE_ADVISORY)) {
            return May.AS_SECOND;
        }
        return nobodyElse(advisory)
                        && alone(advisory)
                                .filter(at -> !clock.instant().isBefore(at))
                                .isPresent()
                ? May.ALONE
                : May.NO;
    }

    /**
     * What whoever issues it says with it.
     *
     * @param typed its code or number, typed by whoever does it alone
     * @param acknowledged that nothing is offered yet to those concerned
     * @param despite that what contradicts was seen, and the reason given for it is agreed to
     * @param tell whether those who want to know are told at once
     */
    public record Consent(String typed, boolean acknowledged, boolean despite, boolean tell) {}

    /** Issues it: gives it its number, signs it, and lets it out. */
    @Transactional
    public OwnAdvisory issue(OwnAdvisory advisory, int seen, Consent consent, Person person) {
        OwnAdvisory present = locked(advisory, seen, person);
        OwnAdvisory.Step asked = present.last();
        May may = mayIssue(present, person);
        if (may == May.NO || asked == null) {
            throw present.state() == OwnAdvisory.State.ASKED
                    ? new Problem(403, "advisory.second")
                    : new Problem(409, "advisory.state");
        }
        if (may == May.ALONE && !consent.typed().strip().equalsIgnoreCase(present.name())) {
            throw new Problem(422, "advisory.typed", present.name());
        }
        AdvisoryContent content = present.draft().content();
        LocalDate notBefore = content.notBefore();
        Instant now = now();
        if (notBefore != null && now.atZone(Ui.ZONE).toLocalDate().isBefore(notBefore)) {
            throw new Problem(409, "advisory.embargo", notBefore.toString());
        }
        UUID caseId = content.caseId();
        IssuedAdvisory before = present.issued();
        // What was for some only, and is for everybody now, is published like what is new.
        boolean first = before == null || (!before.isPublic() && content.tlp().isPublic());
        if (first
                && caseId != null
                && !cases.stream().allMatch(known -> known.mayIssue(caseId, LocalDate.ofInstant(now, Ui.ZONE)))) {
            throw new Problem(409, "advisory.case");
        }
        if (isWithoutRemedy(content) && !consent.acknowledged()) {
            throw new Problem(422, "advisory.no-remedy");
        }
        requireReady(present);
        claims.pass(present, consent.despite(), person, now);
        store.lockNumbers();
        String tracking = tracking(present, now);
        CsafVersion version = issuers.issuer().version();
        byte[] document = document(present, version, tracking, now);
        byte[] other = document(present, version.other(), tracking, now);
        if (Stream.of(document, other)
                .flatMap(one -> judge(one, now).stream())
                .anyMatch(f -> f.severity() == Finding.Severity.ERROR)) {
            throw new Problem(422, "advisory.invalid", "6.1");
        }
        SigningKeys.Signed signed = keys.sign(document, person);
        IssuedAdvisory issued = new IssuedAdvisory(
                present.draft().id(),
                present.id(),
                present.code(),
                tracking,
                content,
                named(content),
                document,
                signed.signature(),
                signed.fingerprint(),
                revisions(present, now),
                List.of());
        UUID id = ids.next();
        boolean alone = may == May.ALONE;
        String sha = sha256(document);
        store.insert(
                new OwnAdvisoryStore.Issue(id, sha, asked.by(), asked.byName(), person.id(), person.name(), alone),
                issued);
        editions.add(present.id(), id, version.other(), other, keys.sign(other, person), now);
        // What only some may read, or nobody can yet, is not published.
        if (caseId != null && !content.withdrawn() && isReadable(issued)) {
            cases.forEach(known -> known.issued(caseId, now));
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("advisory", present.id().toString());
        body.put("alone", Boolean.toString(alone));
        body.put("askedBy", asked.by().toString());
        body.put("askedByName", asked.byName());
        body.put("at", now.toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("draft", present.draft().id().toString());
        body.put("fingerprint", signed.fingerprint());
        body.put("id", id.toString());
        body.put("number", Integer.toString(issued.number()));
        body.put("sha256", sha);
        body.put("tlp", content.tlp().name());
        body.put("tracking", tracking);
        body.put("withdrawn", Boolean.toString(content.withdrawn()));
        ledger.append("advisory-issued/1", present.id(), body);
        audit.record(
                person,
                content.withdrawn() ? "advisory.withdraw" : "advisory.issue",
                tracking,
                Map.of(
                        "number", issued.number(),
                        "asked", asked.byName(),
                        "alone", alone,
                        "acknowledged", isWithoutRemedy(content)));
        events.publishEvent(new AdvisoryIssued(issued, consent.tell(), person));
        return store.byCode(advisory.code()).orElseThrow();
    }

    private Instant now() {
        // Documents say seconds; so does the database what they say.
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /** What of some advisories concerns a series. */
    public static List<IssuedAdvisory> concerning(Collection<IssuedAdvisory> issued, UUID series) {
        return issued.stream()
                .filter(one -> one.products().stream().anyMatch(p -> p.series().equals(series)))
                .toList();
    }
}
