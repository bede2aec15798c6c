package dev.shisa.server.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Text;
import dev.shisa.server.organisation.GuideLists.ContentItem;
import dev.shisa.server.organisation.GuideLists.Item;
import dev.shisa.server.organisation.GuideLists.PartyItem;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which records decide which questions, and when they stop to. */
class StatedTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

    private final List<Entry> entries = new ArrayList<>();
    private final Map<UUID, String> series = new TreeMap<>();
    private Policy policy = Policy.none("/documents/new");

    private static Text text(String name) {
        return new Text(name, name);
    }

    private static Item item(String key) {
        return new Item(key, text(key), text(""));
    }

    private static GuideLists lists() {
        List<Item> controls = new ArrayList<>();
        for (int i = 1; i <= GuideLists.PRINCIPLES; i++) {
            controls.add(item("p" + i));
        }
        controls.addAll(List.of(item("causes"), item("mistakes"), item("resilience"), item("dev-mail")));
        return new GuideLists(
                List.of(item("implement"), item("respond")),
                List.of(
                        new PartyItem("management", text("management"), true, Map.of(), "○△○"),
                        new PartyItem("agent", text("agent"), false, Map.of(), "")),
                controls,
                List.of(),
                List.of(item("expert")),
                List.of(new ContentItem("covers-safety", text("safety"), "covers", "policy.covers", "safety")),
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
        return new Company(TODAY, lists(), entries, Map.of(), series, policy);
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
        add(Kind.CONTENT, "item", "covers-safety", "section", "1章");
        add(Kind.DEED, "act", "notice", "covers", "safety", "on", "2026-10-01", "note", "掲示");
        add(Kind.DEED, "act", "review", "covers", "safety", "on", "2026-11-02", "note", "変更なし");
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

    private static Policy approved(LocalDate review, int acknowledged) {
        return new Policy(
                Policy.State.APPROVED,
                "方針",
                "1",
                "高橋",
                LocalDate.of(2026, 11, 1),
                review,
                acknowledged,
                2,
                Map.of(),
                Set.of(),
                "/documents/x");
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
