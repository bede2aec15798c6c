package dev.shisa.server.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.document.Content;
import dev.shisa.server.document.Document;
import dev.shisa.server.document.DocumentKind;
import dev.shisa.server.document.Documents;
import dev.shisa.server.document.NewDocument;
import dev.shisa.server.document.Section;
import dev.shisa.server.document.Version;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * A requirement on executives that records decide – instruction, policy, budget and people (guide 002), beside a plan of what is
 * outstanding – is met while they all hold, and is not any more when one of them ends: a test for each cause.
 */
class LivingVerdictsTest extends ServerTest {

    private static final List<String> ROLES = List.of("collect", "implement", "verify", "respond", "users", "publish");

    private static final RequirementId LED = new RequirementId("sme-guide", "SME-E1");
    private static final RequirementId INSIDERS = new RequirementId("tsunagaru", "TG-03");

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private EvidenceLog evidence;

    @Autowired
    private Blobs blobs;

    @Autowired
    private Documents documents;

    @Autowired
    private Register register;

    private final Set<String> known = new HashSet<>();
    private Person owner = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person executive = owner;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Document policy;

    @SuppressWarnings("NullAway.Init")
    private Version approved;

    private String suzuki = "";
    private String budget = "";

    @BeforeEach
    void aCompanyThatIsLedByItsExecutives() {
        emptyDatabase();
        known.clear();
        owner = person(Role.OWNER, Role.QUALITY);
        executive = person(Role.EXECUTIVE);
        browser = signedIn(owner);
        guides.chooseForOrganisation(Set.of("sme-guide", "tsunagaru"), owner);
        suzuki = add("person", "name", "鈴木 一郎");
        for (String role : ROLES) {
            add("role", "role", role, "by", "person", "holder", suzuki, "needs", "脆弱性対応の基礎");
        }
        add("training", "person", suzuki, "topic", "脆弱性対応の基礎", "on", day(-10), "until", day(100));
        add("decision", "act", "instruction", "on", day(-20), "by", "取締役会", "note", "開発部に対策を指示した");
        budget = add(
                "decision",
                "act",
                "budget",
                "on",
                day(-20),
                "by",
                "取締役会",
                "until",
                day(50),
                "basis",
                "incident",
                "note",
                "300万円");
        policy();
        plan();
        confirmed();
        assertThat(state(LED)).isEqualTo(VerdictState.MET);
    }

    /** Of which the register keeps no record. */
    private void plan() {
        evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        "対策の計画",
                        "",
                        "",
                        null,
                        null,
                        null,
                        blobs.store("計画".getBytes(StandardCharsets.UTF_8), "plan.txt"),
                        Map.of(),
                        clock.instant(),
                        null,
                        owner,
                        owner.name(),
                        "page",
                        null),
                List.of(NewFact.of(
                        products.organisation(), Slot.of("measures.plan", ""), Value.word("planned"), "第1版")));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    private String day(int days) {
        return today().plusDays(days).toString();
    }

    private String add(String kind, String... fields) {
        Page sent = browser.post("/organisation/register/" + kind, fields);
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        String entry = jdbc.sql("SELECT entry_id::text FROM organisation_entry WHERE NOT entry_id::text = ANY (:known)")
                .param("known", known.toArray(String[]::new))
                .query(String.class)
                .single();
        known.add(entry);
        return entry;
    }

    private void policy() {
        Person reviewer = person(Role.QUALITY);
        Content content = Content.of(
                Map.of("ja", "製品セキュリティ方針"), Map.of("ja", List.of(new Section("verification", "検証の約束", "出荷の前に検証します。"))));
        policy = documents.create(new NewDocument(DocumentKind.SECURITY_POLICY, null, Set.of("ja")), content, owner);
        Version version = documents.newest(policy.id());
        version = documents.submit(policy, version, version.steps(), owner);
        version = documents.review(policy, version, version.steps(), "", reviewer);
        version = documents.approve(policy, version, version.steps(), "", executive);
        approved = documents.enact(policy, version, version.steps(), executive, "page");
    }

    private List<FactEntry> entries() {
        return evidence.entries(List.of(products.organisation()));
    }

    private Set<String> standing() {
        return entries().stream()
                .filter(FactEntry::isStanding)
                .map(e -> e.fact().slot().toString())
                .collect(Collectors.toSet());
    }

    /** Confirms all that waits, as the second person. */
    private void confirmed() {
        Person second = person(Role.QUALITY);
        entries().stream()
                .filter(FactEntry::isWaiting)
                .collect(Collectors.groupingBy(e -> e.fact().evidence()))
                .forEach((id, facts) -> evidence.confirm(
                        id, facts.stream().map(FactEntry::id).collect(Collectors.toSet()), second, ""));
    }

    private VerdictState state(RequirementId requirement) {
        return verdicts.states(products.organisation().id()).getOrDefault(requirement, VerdictState.UNKNOWN);
    }

    @Test
    void aHolderWhoLeavesUndecidesIt() {
        Page left = browser.post("/organisation/people/" + suzuki + "/leave", "number", "1", "on", day(0));
        assertThat(left.status()).as(left.text()).isEqualTo(302);
        assertThat(standing()).doesNotContain("staffing.security", "training.record");
        assertThat(state(LED)).isEqualTo(VerdictState.UNKNOWN);
        assertThat(browser.get("/").text()).contains("「対策を施す役割」の担当がいません");
    }

    @Test
    void aTrainingThatEndsUndecidesIt() {
        add("decision", "act", "budget", "on", day(0), "by", "取締役会", "until", day(300), "note", "来年度分");
        confirmed();
        assertThat(state(LED)).isEqualTo(VerdictState.MET);
        clock.advance(Duration.ofDays(102));
        assertThat(state(LED)).isEqualTo(VerdictState.RECHECK);
        browser = signedIn(owner);
        assertThat(browser.get("/organisation").text()).contains("「脆弱性対応の基礎」の期限が切れました");
    }

    @Test
    void aBudgetWhosePeriodEndsUndecidesItAndANewOneDecidesAgain() {
        clock.advance(Duration.ofDays(52));
        assertThat(state(LED)).isEqualTo(VerdictState.RECHECK);
        browser = signedIn(owner);
        assertThat(browser.get("/").text()).contains("製品セキュリティの予算の期間が終わりました");
        assertThat(browser.get("/organisation/policy").text()).contains("期限切れ");
        add("decision", "act", "budget", "on", day(0), "by", "取締役会", "until", day(40), "note", "次の期間");
        confirmed();
        assertThat(state(LED)).isEqualTo(VerdictState.MET);
    }

    @Test
    void aDecisionThatWasEnteredByMistakeUndecidesIt() {
        Page removed = browser.post(
                "/organisation/register/decision/" + budget + "/remove", "number", "1", "reason", "別の会議の予算だった");
        assertThat(removed.status()).as(removed.text()).isEqualTo(302);
        assertThat(standing()).doesNotContain("budget.security", "budget.basis");
        assertThat(state(LED)).isEqualTo(VerdictState.UNKNOWN);
    }

    @Test
    void anApprovalThatIsWithdrawnUndecidesIt() {
        add("deed", "act", "status", "covers", "safety", "covers", "security", "on", day(0), "note", "8項目を実現");
        assertThat(standing()).contains("policy.document", "policy.status");
        documents.withdraw(policy, approved, approved.steps(), "誤りが見つかった", executive);
        // Whoever withdraws a document does so on a page; here nobody is signed in, so the register looks by itself.
        register.look();
        assertThat(standing()).doesNotContain("policy.document", "policy.status");
        assertThat(state(LED)).isNotEqualTo(VerdictState.MET);
    }

    @Test
    void aReviewThatIsOverdueUndecidesWhatRestsOnIt() {
        List<String> controls = register.company().lists().controls().stream()
                .limit(GuideLists.PRINCIPLES)
                .map(GuideLists.Item::key)
                .toList();
        for (String control : controls) {
            add("control", "control", control, "state", "done", "measure", "行っている", "review", day(200));
        }
        for (String control : List.of("causes", "mistakes", "resilience")) {
            add("control", "control", control, "state", "done", "measure", "行っている", "review", day(30));
        }
        confirmed();
        assertThat(state(INSIDERS)).isEqualTo(VerdictState.MET);
        clock.advance(Duration.ofDays(32));
        assertThat(state(INSIDERS)).isEqualTo(VerdictState.RECHECK);
        browser = signedIn(owner);
        assertThat(browser.get("/organisation/controls").text()).contains("見直しの日を過ぎた項目が3件あります");
    }

    @Test
    void aProcedureThatNamesTheRolesIsLookedAtAgainWhenAHolderLeaves() {
        RequirementId escalated = new RequirementId("psirt-guide", "PSIRT-L5");
        RequirementId prepared = new RequirementId("psirt-guide", "PSIRT-X7");
        guides.chooseForOrganisation(Set.of("sme-guide", "tsunagaru", "psirt-guide"), owner);
        assertThat(state(escalated)).isEqualTo(VerdictState.UNKNOWN);
        document(DocumentKind.RESPONSE_PROCEDURE);
        document(DocumentKind.EMERGENCY_PLAN);
        assertThat(state(escalated)).isEqualTo(VerdictState.MET);
        assertThat(state(prepared)).isEqualTo(VerdictState.MET);

        Page left = browser.post("/organisation/people/" + suzuki + "/leave", "number", "1", "on", day(0));
        assertThat(left.status()).as(left.text()).isEqualTo(302);
        assertThat(state(escalated)).as("it names roles that nobody holds").isEqualTo(VerdictState.RECHECK);
        assertThat(state(prepared)).as("it names no roles").isEqualTo(VerdictState.MET);
    }

    /** Begun from the register, every gap filled, and put into force. */
    private void document(DocumentKind kind) {
        Document document = documents.create(new NewDocument(kind, null, Set.of("ja")), owner);
        Version version = documents.newest(document.id());
        List<Section> filled = version.revision().content().sections("ja").stream()
                .map(s -> new Section(s.id(), s.heading(), s.text().replaceAll("【未記入[^】]*】", "品質保証部長")))
                .toList();
        version = documents.save(
                document,
                version,
                version.revision().number(),
                Content.of(Map.of("ja", kind.id()), Map.of("ja", filled)),
                version.revision().about(),
                owner);
        version = documents.submit(document, version, version.steps(), owner);
        version = documents.review(document, version, version.steps(), "", person(Role.QUALITY));
        version = documents.approve(document, version, version.steps(), "", executive);
        documents.enact(document, version, version.steps(), executive, "page");
    }

    @Test
    void anExpertInsideCountsWhileWorkingHereAndADecisionAgainstItCountsToo() {
        RequirementId developed = new RequirementId("sme-guide", "SME-E4");
        Page nobody = browser.post(
                "/organisation/register/decision", "act", "experts", "on", day(-1), "by", "取締役会", "note", "権限を与えた");
        assertThat(nobody.status()).isEqualTo(422);
        add("decision", "act", "experts", "on", day(-1), "by", "取締役会", "person", suzuki, "note", "出荷を止める権限を与えた");
        confirmed();
        assertThat(state(developed)).isEqualTo(VerdictState.MET);
        assertThat(browser.get("/organisation/policy").text()).contains("出荷を止める権限を与えた", "鈴木 一郎");

        browser.post("/organisation/people/" + suzuki + "/leave", "number", "1", "on", day(0));
        assertThat(standing()).doesNotContain("experts.inside");
        assertThat(state(developed)).isEqualTo(VerdictState.UNKNOWN);
        assertThat(browser.get("/").text()).contains("社内の専門家に育てると決めた人が、いなくなりました");

        add("decision", "act", "no-experts", "on", day(0), "by", "取締役会", "note", "今年度は外部の専門家に頼む");
        confirmed();
        assertThat(state(developed)).isEqualTo(VerdictState.MET);
        assertThat(browser.get("/").text()).doesNotContain("社内の専門家に育てると決めた人が");
        clock.advance(Duration.ofDays(367));
        assertThat(state(developed)).as("it is asked again after a year").isEqualTo(VerdictState.RECHECK);
    }

    @Test
    void aGuidelineIsConsultedWhereThePolicyInForceNamesIt() {
        assertThat(standing()).doesNotContain("policy.basis");
        add("content", "item", "basis-management", "section", "参照したガイドライン");
        add("content", "item", "basis-iot", "section", "参照したガイドライン");
        assertThat(entries().stream()
                        .filter(e ->
                                e.isStanding() && e.fact().slot().key().value().equals("policy.basis"))
                        .map(e -> e.fact().value().canonical()))
                .containsExactly("iot\nmanagement");
        documents.withdraw(policy, approved, approved.steps(), "誤りが見つかった", executive);
        register.look();
        assertThat(standing()).doesNotContain("policy.basis");
    }

    @Test
    void somebodyNewHasNotReadThePolicyAndItIsNotSignedByAllAnyMore() {
        for (Person reader : List.of(owner, executive)) {
            documents.acknowledge(policy, approved, reader);
        }
        jdbc.sql("SELECT id FROM person").query(UUID.class).list().stream()
                .filter(id -> !Set.of(owner.id(), executive.id()).contains(id))
                .forEach(id -> jdbc.sql("UPDATE person SET disabled_at = now() WHERE id = :id")
                        .param("id", id)
                        .update());
        register.look();
        assertThat(standing()).as("Suzuki has no account, and has not signed").doesNotContain("policy.spread");
        add("acknowledgement", "person", suzuki, "on", day(0));
        assertThat(standing()).contains("policy.spread");
        assertThat(browser.get("/organisation/policy").text()).contains("3人のうち3人が読みました", "紙で読んだ人");
        person(Role.PSIRT);
        register.look();
        assertThat(standing()).doesNotContain("policy.spread");
    }

    @Test
    void anAccountThatEndsLeavesTheRoleOpenToDoubt() {
        Person engineer = person(Role.PSIRT);
        Page linked = browser.post(
                "/organisation/register/person/" + suzuki,
                "number",
                "1",
                "name",
                "鈴木 一郎",
                "account",
                engineer.id().toString());
        assertThat(linked.status()).isEqualTo(302);
        assertThat(state(LED)).isEqualTo(VerdictState.MET);

        browser.post("/settings/people/" + engineer.id() + "/disable");
        register.look();
        assertThat(state(LED)).isNotEqualTo(VerdictState.MET);
        assertThat(standing()).doesNotContain("roles.assigned", "staffing.security");
        assertThat(browser.get("/organisation/roles").text()).contains("アカウントが止まっています");

        Page stays = browser.post("/organisation/register/person/" + suzuki, "number", "2", "name", "鈴木 一郎");
        assertThat(stays.status()).isEqualTo(302);
        confirmed();
        assertThat(state(LED)).as("works here without an account").isEqualTo(VerdictState.MET);
    }

    @Test
    void somebodyWhoComesBackHoldsAgainWhatNobodyChangedSince() {
        String sato = add("person", "name", "佐藤 花子");
        String system = add("system", "name", "署名サーバ", "administrator", suzuki, "personal", "no", "review", day(100));
        browser.post("/organisation/people/" + suzuki + "/leave", "number", "1", "on", day(0));
        assertThat(state(LED)).isNotEqualTo(VerdictState.MET);
        Page given = browser.post(
                "/organisation/register/system/" + system,
                "number",
                "2",
                "name",
                "署名サーバ",
                "administrator",
                sato,
                "personal",
                "no",
                "review",
                day(100));
        assertThat(given.status()).as(given.text()).isEqualTo(302);
        assertThat(browser.get("/organisation/register/person/" + suzuki).text())
                .contains("退職を取り消す");
        assertThat(signedIn(Role.QUALITY)
                        .post("/organisation/people/" + suzuki + "/return", "number", "2")
                        .status())
                .isEqualTo(403);

        Page back = browser.post("/organisation/people/" + suzuki + "/return", "number", "2");
        assertThat(back.status()).as(back.text()).isEqualTo(302);
        confirmed();
        assertThat(state(LED)).isEqualTo(VerdictState.MET);
        assertThat(browser.get("/organisation/register/system/" + system).html())
                .as("what somebody else has got since stays")
                .containsPattern("value=\"" + sato + "\" selected");
        assertThat(acts()).contains("organisation.return");
        assertThat(browser.post("/organisation/people/" + suzuki + "/return", "number", "3")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aMeetingCountsOnceInsideAndOutsideTookPart() {
        add("exchange", "on", day(-3), "sides", "inside", "note", "連絡の訓練");
        assertThat(standing()).doesNotContain("contacts.exchange");
        add("exchange", "on", day(-2), "sides", "outside", "note", "部品メーカーと確かめた");
        assertThat(standing()).contains("contacts.exchange");
        assertThat(browser.get("/organisation/parties").text()).contains("部品メーカーと確かめた", "社外の関係者");
        assertThat(browser.post("/organisation/register/exchange", "on", day(2), "sides", "inside", "note", "これから")
                        .status())
                .as("what is still to come has not taken place")
                .isEqualTo(422);
    }

    @Test
    void aBudgetNeedsTheEndOfItsPeriod() {
        Page without = browser.post(
                "/organisation/register/decision", "act", "budget", "on", day(0), "by", "取締役会", "note", "300万円");
        assertThat(without.status()).isEqualTo(422);
        assertThat(without.text()).contains("入れてください");
        assertThat(without.html()).contains("300万円");
    }
}
