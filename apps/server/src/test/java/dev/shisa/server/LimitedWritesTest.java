package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Whoever is limited to some series changes nothing that others read: every handler that writes says why not. */
class LimitedWritesTest extends ServerTest {

    private static final String NOTHING = "00000000-0000-7000-8000-000000000000";

    /** Roles that somebody who is limited can have. */
    private static final Role[] ROLES = {Role.QUALITY, Role.EXECUTIVE, Role.PSIRT, Role.OPERATOR, Role.AUDITOR};

    /** Acts of owners, of whom none is limited. */
    private static final Set<Act> OWNERS =
            Set.of(Act.MANAGE_PEOPLE, Act.CHANGE_SETTINGS, Act.IMPORT_SERIES, Act.ASK_ERASURE);

    /** Handlers of which the thing itself decides, each by its whole path; with who decides, in {@code decided-by-the-thing.tsv}. */
    private static final Set<String> BY_THING = byThing();

    /**
     * Handlers, each by its whole path, of which the thing of the path decides: who does not see it gets the answer of what is not
     * there, which ForeignIdsTest tries with one of each.
     */
    private static final Set<String> OF_A_THING = Set.of(
            "/api/v1/advisories/{advisory}",
            "/api/v1/advisories/{advisory}/ask",
            "/api/v1/advisories/{advisory}/discard",
            "/api/v1/advisories/{advisory}/give-back",
            "/api/v1/advisories/{advisory}/issue",
            "/api/v1/advisories/{advisory}/withdraw",
            "/api/v1/feedback/{code}/steps",
            "/api/v1/inquiries/surges/{surge}/settle",
            "/api/v1/inquiries/{inquiry}/strike",
            "/api/v1/notices/{id}/read",
            "/api/v1/shipments/{shipment}/strike",
            "/api/v1/shipping-stops/{stop}/steps",
            "/api/v1/statuses/{status}/steps",
            "/api/v1/update-notices/{notice}",
            "/api/v1/user-notices/{notice}/again",
            "/api/v1/user-notices/{notice}/aside",
            "/api/v1/user-notices/{notice}/improve",
            "/api/v1/user-notices/{notice}/remind",
            "/api/v1/user-notices/{notice}/send",
            "/field/inquiries/surges/{surge}/settle",
            "/field/inquiries/{inquiry}/strike",
            "/field/notices/{code}/again",
            "/field/notices/{code}/aside",
            "/field/notices/{code}/edit",
            "/field/notices/{code}/improve",
            "/field/notices/{code}/remind",
            "/field/notices/{code}/send",
            "/field/shipments/import/{id}",
            "/field/shipments/{code}/strike",
            "/field/status/{status}/steps",
            "/field/stops/{code}/steps");

    /** Operations that name the series in what is sent, with a body that names another one; each is tried. */
    private static final Map<String, String> NAMES_SERIES = Map.of(
            "/api/v1/advisories",
                    "{\"kind\": \"advisory\", \"title\": {\"ja\": \"x\", \"en\": \"x\"}, \"summary\": {\"ja\": \"x\", \"en\": \"x\"}, \"concerned\": [{\"series\": \"XL-900\", \"earlier\": true}], \"remedy\": \"investigating\", \"tlp\": \"WHITE\"}",
            "/api/v1/feedback",
                    "{\"kind\": \"trouble\", \"source\": \"user\", \"series\": \"XL-900\", \"happened\": \"2026-11-01\", \"title\": \"x\", \"text\": \"x\"}",
            "/api/v1/inquiries",
                    "{\"hour\": \"2026-11-01T00:00:00Z\", \"series\": \"XL-900\", \"channel\": \"mail\", \"count\": 1}",
            "/api/v1/shipments",
                    "{\"series\": \"XL-900\", \"model\": \"XL-901\", \"lot\": \"L1\", \"day\": \"2026-11-01\", \"devices\": 3}",
            "/api/v1/shipping-stops",
                    "{\"series\": \"XL-900\", \"day\": \"2026-11-01\", \"note\": \"x\", \"content\": {\"reason\": {\"ja\": \"x\", \"en\": \"x\"}, \"publicly\": false}}",
            "/api/v1/statuses",
                    "{\"series\": \"XL-900\", \"state\": \"investigating\", \"title\": {\"ja\": \"x\", \"en\": \"x\"}, \"text\": {\"ja\": \"x\", \"en\": \"x\"}}",
            "/api/v1/update-notices",
                    "{\"series\": \"XL-900\", \"release\": \"9.9.7\", \"text\": {\"fixes\": {\"ja\": \"x\", \"en\": \"x\"}, \"why\": {\"ja\": \"x\", \"en\": \"x\"}, \"without\": {\"ja\": \"x\", \"en\": \"x\"}, \"install\": {\"ja\": \"x\", \"en\": \"x\"}}}");

    /** Pages and files that name it: the same facades as the operations above, whose rules their own tests try. */
    private static final Map<String, String> LIKE_THE_OPERATION = Map.of(
            "/field/inquiries", "Inquiries.add, as /api/v1/inquiries",
            "/field/notices/updates/new", "Products.require, as /api/v1/update-notices",
            "/field/shipments/new", "Shipments, as /api/v1/shipments",
            "/field/shipments/import", "ShipmentImports: each line names its series; ShipmentTransferTest",
            "/api/v1/shipments/import", "ShipmentImports: each line names its series; ShipmentTransferTest",
            "/field/status", "Statuses.may, as /api/v1/statuses",
            "/field/stops/new", "Stops, as /api/v1/shipping-stops");

    private static final Set<String> ONE_BY_ONE = Stream.of(
                    OF_A_THING, NAMES_SERIES.keySet(), LIKE_THE_OPERATION.keySet())
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    private Person everybody = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person limited = everybody;
    private Series camera = new Series(new UUID(0, 0), "", "", "", "", "", null, 1);

    private record Route(HttpMethod method, String path, Requires requires) {}

    @BeforeEach
    void somebodyWithOneSeries() {
        emptyDatabase();
        everybody = person(Role.values());
        camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of(), "1.0"), everybody);
        products.create(new NewSeries("XL-900", "錠", "機器", "", List.of(), "9.9.7"), everybody);
        limited = person(Set.of(camera.id()), ROLES);
    }

    private static Set<String> byThing() {
        try {
            return new ClassPathResource("decided-by-the-thing.tsv", LimitedWritesTest.class)
                    .getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 2)[0])
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Route> writes() {
        List<Route> routes = new ArrayList<>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            Requires requires = handler.getMethodAnnotation(Requires.class);
            if (requires == null) {
                return;
            }
            for (String path : info.getPatternValues()) {
                info.getMethodsCondition().getMethods().stream()
                        .filter(method -> method != RequestMethod.GET)
                        .forEach(method -> routes.add(new Route(HttpMethod.valueOf(method.name()), path, requires)));
            }
        });
        return routes;
    }

    private boolean isForAll(Route route) {
        Act act = route.requires().value();
        boolean byAct = act.allows(Set.of(ROLES)) && !limited.can(act);
        return byAct || route.requires().all();
    }

    @Test
    void everyHandlerThatWritesIsKnown() {
        Set<String> unknown = new TreeSet<>();
        Set<String> used = new HashSet<>();
        for (Route route : writes()) {
            Act act = route.requires().value();
            boolean known = act.isOpen() || act == Act.OWN_ACCOUNT || OWNERS.contains(act) || isForAll(route);
            if (!known) {
                if (BY_THING.contains(route.path()) || ONE_BY_ONE.contains(route.path())) {
                    used.add(route.path());
                } else {
                    unknown.add(route.method() + " " + route.path() + " " + act);
                }
            }
        }
        assertThat(unknown)
                .as("say at the handler whether it is for all series, or here who decides")
                .isEmpty();
        assertThat(BY_THING).as("named here, but no such handler").isSubsetOf(used);
        assertThat(ONE_BY_ONE).as("named here, but no such handler").isSubsetOf(used);
    }

    @Test
    void whatIsSentForAnotherSeriesIsSentForNone() {
        Set<Act> acts = new HashSet<>();
        for (Act act : Act.values()) {
            if (!act.isOpen() && act != Act.OWN_ACCOUNT && act.allows(Set.of(ROLES))) {
                acts.add(act);
            }
        }
        Api api = api(everybody, acts, camera.id());
        long rows = changes();
        Map<String, String> wrong = new TreeMap<>();
        NAMES_SERIES.forEach((path, body) -> {
            Api.Answer there = api.post(path, body);
            Api.Answer nowhere = api.post(path, body.replace("XL-900", "XL-999"));
            String told = there.text().replaceAll("\"request\":\"[^\"]*\"", "").replace("XL-900", "XL-999");
            if (there.status() < 404
                    || there.status() == 409
                    || !told.equals(nowhere.text().replaceAll("\"request\":\"[^\"]*\"", ""))
                    || (there.status() == 422 && !there.text().contains("series"))) {
                wrong.put(path, there + " instead of " + nowhere);
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(changes()).isEqualTo(rows);
    }

    @Test
    void whatIsForAllSeriesIsRefusedWithOneSentence() {
        Browser browser = signedIn(limited);
        Set<Act> acts = new HashSet<>();
        for (Act act : Act.values()) {
            if (!act.isOpen() && act != Act.OWN_ACCOUNT && act.allows(Set.of(ROLES))) {
                acts.add(act);
            }
        }
        Api api = api(everybody, acts, camera.id());
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (Route route : writes()) {
            if (!isForAll(route)) {
                continue;
            }
            asked++;
            String path = route.path().replaceAll("\\{[^}]*\\}", NOTHING);
            if (path.startsWith("/api/")) {
                Api.Answer answer = api.send(route.method(), path, new byte[] {'{', '}'}, "If-Match", "\"1\"");
                if (answer.status() != 403 || !answer.code().equals("organisation.limited")) {
                    wrong.add(route.method() + " " + path + " answered " + answer);
                }
            } else {
                Page page = browser.post(path);
                if (page.status() != 403 || !page.text().contains("担当する製品が決まっている")) {
                    wrong.add(route.method() + " " + path + " answered " + page.status());
                }
            }
        }
        assertThat(asked).isGreaterThan(30);
        assertThat(wrong).isEmpty();
    }

    @Test
    void factsOfTheOrganisationAreNotForSomebodyWhoIsLimited() {
        Recorded recorded = record(products.organisation(), "policy.document", Value.word("approved"));
        Api api = api(limited, Set.of(Act.VIEW, Act.RESOLVE, Act.CONFIRM, Act.ADD_EVIDENCE));
        UUID fact = recorded.facts().getFirst();
        long rows = changes();
        List<Api.Answer> answers = List.of(
                api.post(
                        "/api/v1/series/MC-200/links",
                        "{\"recipient\":\"r\",\"questions\":[{\"key\":\"policy.document\"}]}"),
                api.post("/api/v1/facts/" + fact + "/withdraw", "{\"reason\":\"x\"}"),
                api.post("/api/v1/evidence/" + recorded.code() + "/confirm", "{}"),
                api.post("/api/v1/evidence/" + recorded.code() + "/confirm", "{\"facts\":[\"" + fact + "\"]}"),
                api.post("/api/v1/evidence/" + recorded.code() + "/unconfirm", "{}"),
                api.post(
                        "/api/v1/series/MC-200/evidence",
                        "{\"kind\":\"declaration\",\"title\":\"t\",\"statement\":\"s\",\"facts\":[{\"key\":\"policy.document\",\"value\":\"approved\",\"detail\":\"d\"}]}"));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.code()).as(answer.toString()).isEqualTo("organisation.limited");
            assertThat(answer.status()).isEqualTo(403);
        });
        Browser browser = signedIn(limited);
        Page shown = browser.get("/evidence/" + recorded.code());
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.html()).doesNotContain(recorded.code() + "/confirm\"", recorded.code() + "/withdraw\"");
        assertThat(browser.get("/confirm").html()).doesNotContain(recorded.code());
        for (String act : List.of("confirm", "withdraw")) {
            Page page = browser.post(
                    "/evidence/" + recorded.code() + "/" + act, "fact", fact.toString(), "reason", "誤りと分かった");
            assertThat(page.status()).as(act).isEqualTo(403);
            assertThat(page.text()).contains("担当する製品が決まっている");
        }
        assertThat(changes()).isEqualTo(rows);
        // Somebody with all series may, and sees how.
        Browser all = signedIn(person(Role.QUALITY));
        assertThat(all.get("/evidence/" + recorded.code()).html()).contains(recorded.code() + "/withdraw\"");
        assertThat(all.post("/evidence/" + recorded.code() + "/confirm", "fact", fact.toString())
                        .status())
                .isEqualTo(302);
    }

    @Test
    void whatIsSaidForTheWholeCompanyIsSaidByWhoSeesAllOfIt() {
        Set<Act> acts = Set.of(Act.VIEW, Act.WRITE_ADVISORY, Act.ISSUE_ADVISORY);
        Api some = api(limited, acts);
        Api all = api(everybody, acts);
        Api second = api(person(Role.values()), acts);
        assertThat(some.post(ADVISORIES, said("information", "")).code()).isEqualTo("organisation.limited");

        Api.Answer begun = all.post(ADVISORIES, said("information", ""));
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        String at = ADVISORIES + "/" + begun.at("/code");
        refusedAsLimited(some, at, begun.tag());
        assertThat(all.post(at + "/ask", "{}").status()).isEqualTo(200);
        refusedAsLimited(some, at, all.get(at).tag());
        Api.Answer issued = second.post(at + "/issue", "{}");
        assertThat(issued.at("/state")).as(issued.text()).isEqualTo("issued");
        refusedAsLimited(some, at, all.get(at).tag());
        assertThat(some.get(at).status()).as("and yet read").isEqualTo(200);
    }

    @Test
    void aDraftThatLeavesOutAProductOfWhatWasIssuedIsForWhoSeesThatProductToo() {
        Set<Act> acts = Set.of(Act.VIEW, Act.WRITE_ADVISORY, Act.ISSUE_ADVISORY);
        Api some = api(limited, acts);
        Api all = api(everybody, acts);
        Api second = api(person(Role.values()), acts);
        String here = "{\"series\": \"MC-200\", \"earlier\": true}";
        String at = ADVISORIES + "/"
                + all.post(ADVISORIES, said("advisory", here + ", {\"series\": \"XL-900\", \"earlier\": true}"))
                        .at("/code");
        assertThat(all.post(at + "/ask", "{}").status()).isEqualTo(200);
        Api.Answer issued = second.post(at + "/issue", "{\"acknowledged\": true}");
        assertThat(issued.at("/state")).as(issued.text()).isEqualTo("issued");
        Api.Answer saved = all.put(at, said("advisory", here), "If-Match", issued.tag());
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
        refusedAsLimited(some, at, saved.tag());
        assertThat(all.post(at + "/ask", "{}").status()).isEqualTo(200);
        refusedAsLimited(some, at, all.get(at).tag());
        assertThat(second.post(at + "/issue", "{\"acknowledged\": true}").at("/state"))
                .isEqualTo("issued");
        assertThat(some.get(at).status()).isEqualTo(200);
    }

    private static final String ADVISORIES = "/api/v1/advisories";

    private static String said(String kind, String concerned) {
        return """
            {"kind": "%s", "title": {"ja": "題名", "en": "Title"}, "summary": {"ja": "内容", "en": "What"},
             "note": {"ja": "改めた", "en": "Revised"}, "remedy": "investigating", "tlp": "WHITE", "concerned": [%s]}""".formatted(kind, concerned);
    }

    private void refusedAsLimited(Api some, String at, String tag) {
        long rows = changes();
        Map<String, Api.Answer> answers = Map.of(
                "save", some.put(at, said("information", ""), "If-Match", tag),
                "ask", some.post(at + "/ask", "{}"),
                "give-back", some.post(at + "/give-back", "{\"reason\": \"x\"}"),
                "issue", some.post(at + "/issue", "{\"acknowledged\": true}"),
                "discard", some.post(at + "/discard", "{\"reason\": \"x\"}"),
                "withdraw", some.post(at + "/withdraw", "{\"reason\": {\"ja\": \"x\", \"en\": \"x\"}}"));
        answers.forEach((step, answer) -> {
            assertThat(answer.status()).as(step + " " + answer).isEqualTo(403);
            assertThat(answer.code()).as(step).isEqualTo("organisation.limited");
        });
        assertThat(changes()).isEqualTo(rows);
    }

    /** Records of acts; a session that begins is none. */
    private long changes() {
        return jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE kind <> 'row/1'")
                .query(Long.class)
                .single();
    }

    private Recorded record(Subject subject, String key, Value value) {
        return evidence.record(
                new NewEvidence(
                        EvidenceKind.DECLARATION,
                        Strength.DECLARED,
                        "会社のこと",
                        "そうしている",
                        "",
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        null,
                        everybody,
                        everybody.name(),
                        "page",
                        null),
                List.of(new NewFact(subject, Slot.of(key, ""), value, "方針書 第2版", Set.of())));
    }
}
