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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * A maker who answered the questions first, and keeps the register later: from then on the register knows, and when a record falls
 * away, no older answer comes back and leads.
 */
class RegisterTakesOverTest extends ServerTest {

    private static final List<String> ROLES = List.of("collect", "implement", "verify", "respond", "users", "publish");

    private static final RequirementId LED = new RequirementId("sme-guide", "SME-E1");
    private static final RequirementId RESPONDS = new RequirementId("sme-guide", "SME-R4");

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
    private Register register;

    private final Set<String> known = new HashSet<>();
    private Person owner = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    private String suzuki = "";
    private String budget = "";

    @BeforeEach
    void aCompanyThatAnsweredFirstAndKeepsTheRegisterNow() {
        emptyDatabase();
        known.clear();
        owner = person(Role.OWNER, Role.QUALITY);
        browser = signedIn(owner);
        guides.chooseForOrganisation(Set.of("sme-guide"), owner);
        Map<String, Value> answers = new TreeMap<>();
        for (String key : List.of("contacts.exchange", "executive.instruction", "training.record")) {
            answers.put(key, Value.word("recorded"));
        }
        answers.put("policy.document", Value.word("approved"));
        answers.put("budget.security", Value.word("approved"));
        answers.put("budget.basis", Value.words(Set.of("incident")));
        answers.put("measures.plan", Value.word("planned"));
        answers.put("staffing.security", Value.word("assigned"));
        answers.put("roles.assigned", Value.words(Set.copyOf(ROLES)));
        answers.put("roles.map", Value.word("complete"));
        answers.put("contacts.list", Value.words(Set.of("inside", "customer")));
        answers.put("training.plan", Value.word("documented"));
        answers.put("resources.considered", Value.words(Set.of("expert")));
        answers.put("insider.considered", Value.words(Set.of("mistakes")));
        answer(answers);
        confirmed();
        assertThat(state(LED)).isEqualTo(VerdictState.MET);
        clock.advance(Duration.ofDays(3));
        browser = signedIn(owner);
        suzuki = add("person", "name", "鈴木 一郎");
        for (String role : ROLES) {
            add("role", "role", role, "by", "person", "holder", suzuki, "needs", "脆弱性対応の基礎");
        }
        add("training", "person", suzuki, "topic", "脆弱性対応の基礎", "on", day(-10), "until", day(100));
        budget = add(
                "decision",
                "act",
                "budget",
                "on",
                day(-1),
                "by",
                "取締役会",
                "until",
                day(150),
                "basis",
                "incident",
                "note",
                "300万円");
    }

    private void answer(Map<String, Value> answers) {
        evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        "会社の文書",
                        "",
                        "",
                        null,
                        null,
                        null,
                        blobs.store("文書".getBytes(StandardCharsets.UTF_8), "document.txt"),
                        Map.of(),
                        clock.instant(),
                        null,
                        owner,
                        owner.name(),
                        "page",
                        null),
                answers.entrySet().stream()
                        .map(a -> NewFact.of(products.organisation(), Slot.of(a.getKey(), ""), a.getValue(), "第1版"))
                        .toList());
    }

    private String day(int days) {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE).plusDays(days).toString();
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

    private void remove(String kind, String entry) {
        Page removed = browser.post(
                "/organisation/register/" + kind + "/" + entry + "/remove", "number", "1", "reason", "別の記録だった");
        assertThat(removed.status()).as(removed.text()).isEqualTo(302);
    }

    private void leaves() {
        Page left = browser.post("/organisation/people/" + suzuki + "/leave", "number", "1", "on", day(0));
        assertThat(left.status()).as(left.text()).isEqualTo(302);
    }

    private List<FactEntry> entries() {
        return evidence.entries(List.of(products.organisation()));
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

    /** Keys of the facts that hold now. */
    private Set<String> holding() {
        return entries().stream()
                .filter(e -> e.isStanding() && !e.isExpired(clock.instant()))
                .map(e -> e.fact().slot().toString())
                .collect(Collectors.toSet());
    }

    @Test
    void whatTheRegisterSaysIsConfirmedLikeAllElse() {
        assertThat(state(LED)).isEqualTo(VerdictState.EXPECTED);
        confirmed();
        assertThat(state(LED)).isEqualTo(VerdictState.MET);
        assertThat(state(RESPONDS)).isEqualTo(VerdictState.MET);
    }

    @Test
    void whenTheHolderLeavesTheOldAnswerDoesNotComeBack() {
        confirmed();
        leaves();
        assertThat(state(LED)).isEqualTo(VerdictState.RECHECK);
        assertThat(state(RESPONDS)).isEqualTo(VerdictState.NOT_MET);
        register.look();
        assertThat(state(LED)).isEqualTo(VerdictState.RECHECK);
        assertThat(browser.get("/evidence?confirmation=waiting").text())
                .as("that something has ended, nobody needs to confirm")
                .doesNotContain("会社の登録内容の変更");
    }

    @Test
    void whenATrainingEndsTheOldAnswerDoesNotComeBack() {
        confirmed();
        clock.advance(Duration.ofDays(102));
        assertThat(state(LED)).isEqualTo(VerdictState.RECHECK);
        register.look();
        assertThat(state(LED)).isEqualTo(VerdictState.RECHECK);
    }

    @Test
    void anAnswerThatSomebodyGivesBesideTheRegisterFallsWithItsRecord() {
        answer(Map.of("staffing.security", Value.word("assigned"), "roles.assigned", Value.words(Set.copyOf(ROLES))));
        confirmed();
        assertThat(state(LED)).isEqualTo(VerdictState.MET);
        clock.advance(Duration.ofDays(1));
        browser = signedIn(owner);
        leaves();
        assertThat(state(LED)).isEqualTo(VerdictState.RECHECK);
        assertThat(state(RESPONDS)).isEqualTo(VerdictState.NOT_MET);
    }

    @Test
    void anAnswerGivenBesideATrainingEndsWithItAndOneGivenAfterwardsCounts() {
        answer(Map.of("staffing.security", Value.word("assigned")));
        confirmed();
        clock.advance(Duration.ofDays(102));
        register.look();
        assertThat(state(LED)).isEqualTo(VerdictState.RECHECK);
        answer(Map.of("staffing.security", Value.word("assigned")));
        confirmed();
        register.look();
        assertThat(state(LED)).isEqualTo(VerdictState.MET);
    }

    @Test
    void aDecisionThatIsRemovedLeavesNothingBehindAndANewAnswerCounts() {
        confirmed();
        remove("decision", budget);
        assertThat(state(LED)).isEqualTo(VerdictState.RECHECK);
        assertThat(holding()).doesNotContain("budget.security", "budget.basis");

        clock.advance(Duration.ofDays(1));
        answer(Map.of("budget.security", Value.word("approved")));
        confirmed();
        assertThat(state(LED)).isEqualTo(VerdictState.MET);
    }

    @Test
    void noKeyOfTheRegisterFallsBackToAnOlderAnswer() {
        List<String> parties = new ArrayList<>();
        for (GuideLists.PartyItem party : register.company().lists().parties()) {
            boolean involved = party.key().equals("management") || party.key().equals("agent");
            List<String> fields = new ArrayList<>(List.of("party", party.key()));
            for (String column : GuideLists.COLUMNS) {
                fields.addAll(List.of(column, involved ? "must" : "no"));
            }
            if (involved) {
                fields.addAll(List.of("name", "相手", "duties", "決める", "phone", "03-0000-0000"));
            }
            String entry = add("party", fields.toArray(String[]::new));
            if (involved) {
                parties.add(entry);
            }
        }
        String instruction = add("decision", "act", "instruction", "on", day(-2), "by", "取締役会", "note", "指示した");
        String exchange = add("exchange", "on", day(-2), "sides", "inside", "sides", "outside", "note", "訓練");
        String resource = add("resource", "way", "expert", "what", "相談", "on", day(-2));
        String control =
                add("control", "control", "mistakes", "state", "done", "measure", "2人で確かめる", "review", day(90));
        confirmed();
        List<String> keys = List.of(
                "staffing.security",
                "roles.map",
                "contacts.list",
                "contacts.exchange",
                "training.plan",
                "training.record",
                "insider.considered",
                "budget.security",
                "budget.basis",
                "executive.instruction",
                "resources.considered");
        assertThat(holding()).containsAll(keys);

        leaves();
        parties.forEach(party -> remove("party", party));
        remove("decision", instruction);
        remove("decision", budget);
        remove("exchange", exchange);
        remove("resource", resource);
        remove("control", control);
        assertThat(holding()).doesNotContainAnyElementsOf(keys);
    }
}
