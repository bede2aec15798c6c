package dev.shisa.server.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Text;
import dev.shisa.server.evidence.EvidenceTitle;
import dev.shisa.server.organisation.GuideLists.ContentItem;
import dev.shisa.server.organisation.GuideLists.Item;
import dev.shisa.server.organisation.GuideLists.PartyItem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which records decide which questions, and when they stop to. */
class StatedTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

    private final List<Entry> entries = new ArrayList<>();
    private final Map<UUID, String> series = new TreeMap<>();
    private final Map<UUID, Person> accounts = new TreeMap<>();
    private List<Item> roles = List.of(item("implement"), item("respond"));
    private Policy policy = Policy.none("/documents/new");

    private static Text text(String name) {
        return new Text(name, name);
    }

    private static Item item(String key) {
        return new Item(key, text(key), text(""));
    }

    private GuideLists lists() {
        List<Item> controls = new ArrayList<>();
        for (int i = 1; i <= GuideLists.PRINCIPLES; i++) {
            controls.add(item("p" + i));
        }
        controls.addAll(List.of(item("causes"), item("mistakes"), item("resilience"), item("dev-mail")));
        return new GuideLists(
                roles,
                List.of(
                        new PartyItem("management", text("management"), true, Map.of(), "○△○"),
                        new PartyItem("agent", text("agent"), false, Map.of(), "")),
                controls,
                List.of(),
                List.of(item("expert")),
                List.of(
                        new ContentItem("covers-safety", text("safety"), "covers", "policy.covers", "safety"),
                        new ContentItem("covers-security", text("security"), "covers", "policy.covers", "security")),
                List.of());
    }

    private UUID add(Kind kind, String... fields) {
        UUID id = new UUID(1, entries.size() + 1L);
        TreeMap<String, String> content = new TreeMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            content.put(fields[i], fields[i + 1]);
        }
        entries.add(new Entry(id, id, 1, kind, content, false, "", id, "佐藤", Instant.EPOCH));
        return id;
    }

    private void put(UUID entry, String field, String value) {
        entries.replaceAll(e -> {
            if (!e.entry().equals(entry)) {
                return e;
            }
            TreeMap<String, String> content = new TreeMap<>(e.content());
            content.put(field, value);
            return new Entry(
                    e.id(), e.entry(), 2, e.kind(), content, false, "", e.changedBy(), e.changedName(), e.changedAt());
        });
    }

    private Company company() {
        return new Company(TODAY, lists(), entries, accounts, series, policy);
    }

    /** What is stated: value, and the last day on which it holds, by key. */
    private Map<String, String> stated() {
        Map<String, String> stated = new TreeMap<>();
        for (Stated.Statement statement : Stated.of(company())) {
            statement
                    .facts()
                    .forEach(f -> stated.put(
                            f.key(),
                            f.value().canonical().replace('\n', ',')
                                    + (statement.until() == null ? "" : " until " + statement.until())));
        }
        return stated;
    }

    @Test
    void rolesSayNothingUntilItIsSaidOfEachWhoHoldsIt() {
        UUID person = add(Kind.PERSON_ENTRY, "name", "鈴木");
        add(Kind.ROLE, "role", "implement", "by", "person", "holder", person.toString());
        assertThat(stated()).doesNotContainKey("roles.assigned");

        UUID respond = add(Kind.ROLE, "role", "respond", "by", "nobody");
        assertThat(stated()).containsEntry("roles.assigned", "implement");

        put(respond, "by", "outside");
        put(respond, "company", "対応社");
        assertThat(stated()).containsEntry("roles.assigned", "implement,respond");

        put(person, "left", "2026-11-19");
        assertThat(stated()).containsEntry("roles.assigned", "respond");
    }

    @Test
    void aPlanCountsUntilTheFirstTrainingOfItEnds() {
        UUID person = add(Kind.PERSON_ENTRY, "name", "鈴木");
        for (String role : List.of("implement", "respond")) {
            add(Kind.ROLE, "role", role, "by", "person", "holder", person.toString(), "needs", "基礎");
        }
        assertThat(stated()).doesNotContainKeys("training.plan", "staffing.security", "training.record");

        UUID planned = add(Kind.TRAINING, "person", person.toString(), "topic", "基礎", "on", "2026-12-01");
        assertThat(stated())
                .containsEntry("training.plan", "documented until 2026-12-01")
                .doesNotContainKeys("staffing.security", "training.record");

        put(planned, "on", "2026-11-01");
        put(planned, "until", "2027-10-31");
        assertThat(stated())
                .containsEntry("training.plan", "documented until 2027-10-31")
                .containsEntry("staffing.security", "assigned until 2027-10-31")
                .containsEntry("training.record", "recorded");

        put(planned, "until", "2026-11-19");
        assertThat(stated()).doesNotContainKeys("training.plan", "staffing.security");
        assertThat(company().expiredTrainings()).hasSize(1);
    }

    @Test
    void aTableOfPartiesWithAGapIsNotComplete() {
        UUID management = add(
                Kind.PARTY,
                "party",
                "management",
                "policy",
                "must",
                "development",
                "no",
                "normal",
                "may",
                "emergency",
                "must",
                "duties",
                "決める",
                "phone",
                "03-0000-0000");
        assertThat(stated()).doesNotContainKeys("roles.map", "contacts.list");

        add(
                Kind.PARTY,
                "party",
                "agent",
                "policy",
                "no",
                "development",
                "no",
                "normal",
                "may",
                "emergency",
                "may",
                "duties",
                "伝える",
                "name",
                "代理店A");
        // The agent has no contact, so it is told in the table but not on the list of contacts.
        assertThat(stated()).containsEntry("roles.map", "complete").containsEntry("contacts.list", "inside");
        assertThat(company().callList()).extracting(Company.PartyLine::key).containsExactly("management", "agent");
        assertThat(company().parties().getFirst().isOtherwise()).isFalse();

        put(management, "normal", "no");
        assertThat(company().parties().getFirst().isOtherwise()).isTrue();

        put(management, "duties", "");
        assertThat(stated()).doesNotContainKey("roles.map");
    }

    @Test
    void exactlyTheMarkedPartiesAreCalled() {
        add(Kind.PARTY, "party", "management", "emergency", "no");
        assertThat(company().callList()).isEmpty();
        assertThat(company().undecidedForEmergency())
                .extracting(Company.PartyLine::key)
                .containsExactly("agent");
        assertThat(stated()).doesNotContainKey("contacts.list");
    }

    @Test
    void misuseNeedsAllFivePrinciplesAndNoneOverdue() {
        for (int i = 1; i < GuideLists.PRINCIPLES; i++) {
            add(Kind.CONTROL, "control", "p" + i, "state", "done", "measure", "x", "review", "2027-01-0" + i);
        }
        add(Kind.CONTROL, "control", "mistakes", "state", "rejected", "measure", "x", "review", "2027-05-01");
        add(Kind.CONTROL, "control", "dev-mail", "state", "done", "measure", "x", "review", "2026-12-01");
        assertThat(stated()).containsEntry("insider.considered", "mistakes until 2027-05-01");

        UUID last = add(
                Kind.CONTROL,
                "control",
                "p" + GuideLists.PRINCIPLES,
                "state",
                "planned",
                "measure",
                "x",
                "review",
                "2026-11-20");
        assertThat(stated()).containsEntry("insider.considered", "mistakes,misuse until 2026-11-20");

        put(last, "review", "2026-11-19");
        assertThat(stated()).containsEntry("insider.considered", "mistakes until 2027-05-01");
    }

    @Test
    void aPolicyCountsWhileItIsApprovedAndItsReviewIsNotOverdue() {
        add(Kind.CONTENT, "item", "covers-safety", "section", "1章", "version", "1");
        add(Kind.DEED, "act", "notice", "covers", "safety,security", "on", "2026-10-01", "note", "掲示");
        add(Kind.DEED, "act", "review", "covers", "safety,security", "on", "2026-11-02", "note", "変更なし");
        assertThat(stated()).isEmpty();

        policy = approved(LocalDate.of(2027, 11, 1), 1);
        // What was put up in October was about the version before.
        assertThat(stated())
                .containsEntry("policy.covers", "safety until 2027-11-01")
                .containsEntry("policy.review", "recorded until 2027-11-01")
                .doesNotContainKeys("policy.spread", "policy.status");

        policy = approved(LocalDate.of(2027, 11, 1), 2);
        assertThat(stated()).containsEntry("policy.spread", "signed until 2027-11-01");

        policy = approved(LocalDate.of(2026, 11, 19), 2);
        assertThat(stated()).isEmpty();
        assertThat(Matters.of(company())).extracting(Matter::key).contains("policy.overdue");
    }

    private static Policy approved(@Nullable LocalDate review, int acknowledged) {
        return approved("1", review, acknowledged, null);
    }

    private static Policy approved(
            String version, @Nullable LocalDate review, int acknowledged, @Nullable Integer interval) {
        List<UUID> readers = List.of(new UUID(7, 1), new UUID(7, 2));
        return new Policy(
                Policy.State.APPROVED,
                new EvidenceTitle("方針", _ -> "方針"),
                version,
                "高橋",
                LocalDate.of(2026, 11, 1),
                review,
                Set.copyOf(readers),
                Set.copyOf(readers.subList(0, acknowledged)),
                Map.of(),
                Map.of(),
                Set.of(),
                "/documents/x",
                interval);
    }

    @Test
    void aReviewOfOneHalfIsNoReviewOfThePolicy() {
        policy = approved(LocalDate.of(2027, 11, 1), 0);
        for (String half : List.of("safety", "security")) {
            add(Kind.CONTENT, "item", "covers-" + half, "section", "1章", "version", "1");
        }
        for (String act : List.of("status", "review", "education")) {
            add(Kind.DEED, "act", act, "covers", "security", "on", "2026-11-19", "note", "x");
        }
        assertThat(stated())
                .containsEntry("policy.covers", "safety,security until 2027-11-01")
                .doesNotContainKeys("policy.status", "policy.review", "policy.spread");
        assertThat(matters()).contains("policy.status-safety", "policy.review-safety");

        for (String act : List.of("status", "review", "notice")) {
            add(Kind.DEED, "act", act, "covers", "safety", "on", "2026-11-03", "note", "x");
        }
        assertThat(stated())
                .containsKeys("policy.status", "policy.review")
                .containsEntry("policy.spread", "education,notice until 2027-11-01");
        assertThat(Stated.of(company()).stream()
                        .filter(s -> s.topic().equals("policy.review"))
                        .map(Stated.Statement::on))
                .as("the older of the two counts")
                .containsExactly(LocalDate.of(2026, 11, 3));
        assertThat(matters()).doesNotContain("policy.status-safety", "policy.review-safety", "policy.review");
    }

    @Test
    void ofAPolicyThatSpeaksOnlyOfSecurityNobodyNeedsToReviewTheSafety() {
        policy = approved(LocalDate.of(2027, 11, 1), 0);
        add(Kind.CONTENT, "item", "covers-security", "section", "1章", "version", "1");
        add(Kind.DEED, "act", "review", "covers", "security", "on", "2026-11-19", "note", "x");
        assertThat(stated()).containsKey("policy.review").containsEntry("policy.covers", "security until 2027-11-01");
    }

    @Test
    void whatSomebodySawInAnEarlierVersionIsToBeSeenAgain() {
        add(Kind.CONTENT, "item", "covers-safety", "section", "1章", "version", "1");
        add(Kind.CONTENT, "item", "covers-security", "section", "2章");
        policy = approved(LocalDate.of(2027, 11, 1), 0);
        assertThat(stated()).containsEntry("policy.covers", "safety until 2027-11-01");

        policy = approved("2", LocalDate.of(2027, 11, 1), 0, null);
        assertThat(stated()).doesNotContainKey("policy.covers");
        assertThat(company().speaksOf("safety")).isFalse();
        assertThat(company().contentsToSeeAgain()).hasSize(2);
        assertThat(matters()).contains("policy.contents-again");
    }

    @Test
    void aPolicyWithoutADayOfReviewIsReviewedByTheIntervalOfTheCompany() {
        policy = approved(null, 0);
        assertThat(matters()).contains("policy.review-day");

        policy = approved("1", null, 0, 10);
        assertThat(company().reviewBy()).isEqualTo(LocalDate.of(2026, 11, 11));
        assertThat(matters()).contains("policy.overdue").doesNotContain("policy.review-day");

        add(Kind.DEED, "act", "review", "covers", "safety,security", "on", "2026-11-15", "note", "x");
        assertThat(company().reviewBy()).isEqualTo(LocalDate.of(2026, 11, 25));
        assertThat(stated()).containsEntry("policy.review", "recorded until 2026-11-25");
    }

    @Test
    void whoeverWorksHereReadsThePolicyAlsoOnPaper() {
        UUID sato = add(Kind.PERSON_ENTRY, "name", "佐藤", "account", new UUID(7, 2).toString());
        UUID mori = add(Kind.PERSON_ENTRY, "name", "森");
        policy = approved(LocalDate.of(2027, 11, 1), 1);
        assertThat(company().readers()).isEqualTo(3);
        assertThat(company().acknowledged()).isEqualTo(1);

        UUID early = add(Kind.ACKNOWLEDGEMENT, "person", mori.toString(), "on", "2026-10-20", "version", "1");
        add(Kind.ACKNOWLEDGEMENT, "person", sato.toString(), "on", "2026-11-02", "version", "1");
        assertThat(company().acknowledged())
                .as("what was signed before the approval was another version")
                .isEqualTo(2);
        assertThat(stated()).doesNotContainKey("policy.spread");

        put(early, "on", "2026-11-02");
        assertThat(stated()).containsEntry("policy.spread", "signed until 2027-11-01");

        policy = approved("2", LocalDate.of(2027, 11, 1), 2, null);
        assertThat(company().acknowledged())
                .as("nobody signed the second version")
                .isEqualTo(2);
        assertThat(stated()).doesNotContainKey("policy.spread");
    }

    @Test
    void anOutsideCompanyVerifiesForWhoeverInsideOrdersIt() {
        roles = List.of(item("implement"), item("verify"), item("respond"));
        UUID person = add(Kind.PERSON_ENTRY, "name", "鈴木");
        add(Kind.ROLE, "role", "implement", "by", "person", "holder", person.toString());
        add(Kind.ROLE, "role", "respond", "by", "outside", "company", "対応社");
        UUID verify = add(Kind.ROLE, "role", "verify", "by", "outside", "company", "検証社");
        assertThat(stated()).containsEntry("roles.assigned", "implement,respond");
        assertThat(matters()).contains("roles.unordered");

        put(verify, "orderer", person.toString());
        assertThat(stated()).containsEntry("roles.assigned", "implement,respond,verify");
        assertThat(matters()).doesNotContain("roles.unordered");

        put(verify, "until", "2026-11-20");
        assertThat(stated()).containsEntry("roles.assigned", "implement,respond,verify until 2026-11-20");
        put(verify, "until", "2026-11-19");
        assertThat(stated()).containsEntry("roles.assigned", "implement,respond");
        assertThat(matters()).contains("roles.over");
    }

    @Test
    void anOutsideCompanyIsVersedWhileItsContractRuns() {
        UUID implement = add(Kind.ROLE, "role", "implement", "by", "outside", "company", "開発社");
        UUID respond = add(Kind.ROLE, "role", "respond", "by", "outside", "company", "対応社", "until", "2027-03-31");
        assertThat(stated()).doesNotContainKey("staffing.security");

        put(implement, "until", "2027-01-31");
        assertThat(stated()).containsEntry("staffing.security", "assigned until 2027-01-31");

        put(respond, "until", "2026-11-19");
        assertThat(stated()).doesNotContainKey("staffing.security");
    }

    @Test
    void aHolderWhoseAccountHasEndedIsNotStatedUntilSomebodySaysWhetherTheyLeft() {
        UUID account = new UUID(7, 9);
        accounts.put(account, new Person(account, "s@midorihama.example", "鈴木", "ja", Set.of(), Set.of()));
        UUID person = add(Kind.PERSON_ENTRY, "name", "鈴木", "account", account.toString());
        for (String role : List.of("implement", "respond")) {
            add(Kind.ROLE, "role", role, "by", "person", "holder", person.toString(), "needs", "基礎");
        }
        add(Kind.TRAINING, "person", person.toString(), "topic", "基礎", "on", "2026-11-01");
        assertThat(stated()).containsKeys("roles.assigned", "staffing.security", "training.plan");

        accounts.clear();
        assertThat(stated()).doesNotContainKeys("roles.assigned", "staffing.security", "training.plan");
        assertThat(matters()).contains("people.account").doesNotContain("roles.vacant");

        put(person, "account", "");
        assertThat(stated()).containsKeys("roles.assigned", "staffing.security", "training.plan");
    }

    @Test
    void anOutsidePartyOfOnesOwnIsOfTheKindThatIsSaid() {
        for (String key : List.of("management", "agent")) {
            add(Kind.PARTY, "party", key, "emergency", "no");
        }
        UUID own = add(
                Kind.PARTY,
                "party",
                "own",
                "name",
                "清掃会社",
                "side",
                "outside",
                "policy",
                "no",
                "development",
                "no",
                "normal",
                "no",
                "emergency",
                "must",
                "phone",
                "03-0000-0000");
        assertThat(stated()).doesNotContainKey("contacts.list");
        put(own, "sort", "body");
        assertThat(stated()).containsEntry("contacts.list", "outside");
        put(own, "sort", "supplier");
        assertThat(stated()).containsEntry("contacts.list", "supplier");
    }

    @Test
    void aReviewOfAnAccountIsOfTheRolesThatWereSeen() {
        UUID account = new UUID(7, 9);
        accounts.put(account, new Person(account, "s@midorihama.example", "鈴木", "ja", Set.of(Role.QUALITY), Set.of()));
        UUID review = add(
                Kind.RIGHT,
                "system",
                "shisa",
                "account",
                account.toString(),
                "right",
                "品質",
                "decision",
                "keep",
                "on",
                "2026-11-01",
                "review",
                "2027-11-01",
                "roles",
                "quality");
        assertThat(matters()).doesNotContain("access.changed", "access.still");

        accounts.put(
                account,
                new Person(account, "s@midorihama.example", "鈴木", "ja", Set.of(Role.QUALITY, Role.OWNER), Set.of()));
        assertThat(matters()).contains("access.changed");

        put(review, "decision", "gone");
        assertThat(matters()).contains("access.still").doesNotContain("access.changed");
        accounts.clear();
        assertThat(matters()).doesNotContain("access.still", "access.changed");
    }

    private List<String> matters() {
        return Matters.of(company()).stream().map(Matter::key).toList();
    }

    @Test
    void anActivityHasOneWhoIsAccountable() {
        UUID activity = add(Kind.ACTIVITY, "name", "公表", "time", "emergency", "raci", "role:respond=R");
        assertThat(Matters.of(company())).extracting(Matter::key).contains("activity.open");
        put(activity, "raci", "role:respond=R,party:management=A");
        assertThat(Matters.of(company())).extracting(Matter::key).doesNotContain("activity.open");
        put(activity, "raci", "role:respond=AR,party:management=A");
        assertThat(Matters.of(company())).extracting(Matter::key).contains("activity.open");
    }

    @Test
    void theSectorOfAProductTellsWhenItIsUpdatedUntilItsReview() {
        UUID camera = new UUID(9, 1);
        series.put(camera, "カメラ");
        UUID sector = add(
                Kind.SECTOR,
                "name",
                "医療",
                "products",
                camera + "," + new UUID(9, 2),
                "risks",
                "止まると診療に響く",
                "level",
                "★1",
                "timing",
                "window",
                "begins",
                "22:00",
                "ends",
                "04:00",
                "how",
                "院内の担当者に知らせてから",
                "review",
                "2026-11-20");
        assertThat(Stated.of(company()))
                .singleElement()
                .satisfies(s -> assertThat(s.series()).isEqualTo(camera))
                .satisfies(s -> assertThat(s.until()).isEqualTo(TODAY));
        assertThat(stated()).containsEntry("update.timing", "documented until 2026-11-20");

        put(sector, "review", "2026-11-19");
        assertThat(stated()).doesNotContainKey("update.timing");
    }
}
