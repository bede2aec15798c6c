package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.atonce.Statements;
import dev.shisa.server.platform.account.Departures;
import dev.shisa.server.platform.account.GuestTable;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Links by which people without an account come in, of all capabilities that make such. */
class GuestLinksTest extends ServerTest {

    @Autowired
    private Products products;

    @Autowired
    private List<GuestTable> tables;

    @Autowired
    private Departures departures;

    private Person maker = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    private String supplier = "";

    @SuppressWarnings("NullAway.Init")
    private Browser owner;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aProductAndItsSupplier() {
        emptyDatabase();
        owner = signedIn(Role.OWNER);
        maker = person(Role.QUALITY);
        browser = signedIn(maker);
        products.create(new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), maker);
        supplier = browser.post("/organisation/suppliers", "name", "ツバメ電子", "names", "Tsubame")
                .location()
                .replaceFirst("\\?.*", "");
    }

    /** How one link of each kind that can be made here is made, by the table that keeps it. */
    private Map<String, Supplier<Page>> makers() {
        Map<String, Supplier<Page>> makers = new LinkedHashMap<>();
        makers.put(
                "question_link",
                () -> browser.post(
                        "/products/MC-200/questions/send",
                        "recipient",
                        "佐藤 健",
                        "days",
                        "30",
                        "slot",
                        "priority.policy"));
        makers.put(
                "application_link",
                () -> browser.post(
                        "/products/MC-200/application/evaluation/links",
                        "recipient",
                        "外部評価 太郎",
                        "part",
                        "evaluator",
                        "days",
                        "180"));
        makers.put("supplier_request", () -> browser.post(supplier + "/questions", "recipient", "山田", "days", "30"));
        makers.put(
                "supplier_access",
                () -> browser.post(supplier + "/exchange/accesses", "person", "山田 次郎", "days", "90", "maySend", "yes"));
        return makers;
    }

    private Map<String, String> links() {
        Map<String, String> links = new LinkedHashMap<>();
        makers().forEach((table, maker) ->
                links.put(table, maker.get().find("(/(?:answer|evaluation|supplier|exchange)/[A-Za-z0-9_-]{43})")));
        return links;
    }

    /** An exchange has its passphrase still to ask for, and says by its words that it cannot be used. */
    private void assertOpen(Map<String, String> links, boolean open) {
        links.forEach((table, link) -> {
            Page page = signedOut().get(link);
            assertThat(page.status() == 200 && !page.text().contains("このリンクは使えません"))
                    .as(table)
                    .isEqualTo(open);
        });
    }

    private String account() {
        return "/settings/people/" + maker.id();
    }

    @Test
    void eachTableOfSuchLinksIsKnown() {
        List<String> own = List.of("api_token");
        assertThat(jdbc.sql("""
                        SELECT table_name FROM information_schema.columns
                        WHERE table_schema = 'public' AND column_name IN ('token_hash', 'expires_at', 'revoked_at')
                        GROUP BY table_name HAVING count(*) = 3""").query(String.class).list())
                .as("what opens without an account until it ends; tokens end with the account whose they are")
                .filteredOn(table -> !own.contains(table))
                .containsExactlyInAnyOrderElementsOf(
                        tables.stream().map(GuestTable::table).toList());
        assertThat(tables)
                .as("how a link is made, for what has to hold of all of them; a handing needs a document in force")
                .extracting(GuestTable::table)
                .filteredOn(table -> !table.equals("document_handing"))
                .containsExactlyInAnyOrderElementsOf(makers().keySet());
    }

    @Test
    void whatSomebodyMadeForPeopleOutsideEndsWithTheirAccount() {
        Map<String, String> links = links();
        assertOpen(links, true);
        assertThat(owner.get(account()).text())
                .contains("この人が作った社外向けリンク", "佐藤 健", "外部評価 太郎", "調達先の質問票: 山田", "山田 次郎", "社外向けリンク4件も終わらせる");

        owner.post(account() + "/disable", "guests", "1");

        assertOpen(links, false);
        assertThat(owner.get(account()).text()).doesNotContain("この人が作った社外向けリンク");
        assertThat(acts()).contains("person.disable", "person.guests-end");
        assertThat(count("application_link") + count("supplier_access"))
                .as("what was made stays on record")
                .isEqualTo(2);
    }

    @Test
    void whoseAccountEndsWhileTheyMakeOneHasMadeNone() {
        makers().forEach((table, make) -> {
            try (AtOnce atOnce = atOnce()) {
                AtOnce.Open ending = atOnce.begin()
                        .step(() -> jdbc.sql("UPDATE person SET disabled_at = now() WHERE id = ?")
                                .param(maker.id())
                                .update());
                Future<Page> making = atOnce.beside(make::get);
                while (!making.isDone() && waitingForALock() == 0) {
                    Thread.onSpinWait();
                }
                ending.commit();
                assertThat(AtOnce.result(making).status()).as(table).isEqualTo(403);
                assertThat(count(table)).as(table).isZero();
            }
            jdbc.sql("UPDATE person SET disabled_at = NULL").update();
        });
    }

    @Test
    void whatIsJustBeingMadeEndsWithTheAccountAsWell() {
        try (AtOnce atOnce = atOnce();
                Statements.Held making = statements().hold("INSERT INTO audit")) {
            Future<Page> made = atOnce.beside(() ->
                    Objects.requireNonNull(makers().get("application_link")).get());
            making.awaitReached();
            Future<Page> ending = atOnce.beside(() -> owner.post(account() + "/disable", "guests", "1"));
            while (!ending.isDone() && waitingForALock() == 0) {
                Thread.onSpinWait();
            }
            making.letGo();
            String link = AtOnce.result(made).find("(/evaluation/[A-Za-z0-9_-]{43})");
            assertThat(AtOnce.result(ending).status()).isEqualTo(302);
            assertThat(signedOut().get(link).status()).isEqualTo(404);
        }
    }

    @Test
    void whoGaveALinkAnewHasItEndWithThem() {
        String link = links().getOrDefault("supplier_request", "");
        Person colleague = person(Role.QUALITY);
        Browser theirs = signedIn(colleague);
        String renewal =
                theirs.get(supplier + "/questions").find("action=\"(" + supplier + "/questions/[^\"]+/renew)\"");
        String renewed = theirs.post(renewal).find("(/supplier/[A-Za-z0-9_-]{43})");
        assertThat(signedOut().get(link).status()).isEqualTo(404);
        assertThat(signedOut().get(renewed).status()).isEqualTo(200);

        owner.post("/settings/people/" + colleague.id() + "/disable", "guests", "1");

        assertThat(signedOut().get(renewed).status()).isEqualTo(404);
    }

    @Test
    void whoHasLeftLeavesNoneOpen() {
        Map<String, String> links = links();
        departures.end(maker.id(), person(Role.OWNER));
        assertOpen(links, false);
    }

    @Test
    void norDoesWhoWasDisabledBefore() {
        Map<String, String> links = links();
        owner.post(account() + "/disable");
        departures.end(maker.id(), person(Role.OWNER));
        assertOpen(links, false);
    }

    @Test
    void theyMayGoOnAndEndLaterAndThoseOfOthersStay() {
        Map<String, String> links = links();
        browser = signedIn(person(Role.QUALITY));
        Map<String, String> colleagues = links();

        owner.post(account() + "/disable");
        assertOpen(links, true);
        assertThat(owner.post(account() + "/guests/end").location()).endsWith("#guests");

        assertOpen(links, false);
        assertOpen(colleagues, true);
        assertThat(signedIn(Role.QUALITY).post(account() + "/guests/end").status())
                .isEqualTo(403);
    }

    @Test
    void whoseLinkIsRevokedWhileTheySendWritesNothing() {
        Map<String, String> links = links();
        Map<String, Function<String, Page>> acts = Map.of(
                "question_link",
                link -> signedOut()
                        .post(
                                link,
                                "name",
                                "佐藤 健",
                                "priority.policy::value",
                                "documented",
                                "priority.policy::detail",
                                "規程 第2版"),
                "application_link",
                link -> signedOut().post(link + "/criteria/S1.1-09", "opinion", "agree", "text", "確かめました"),
                "supplier_request",
                link -> signedOut()
                        .post(link, "do", "save", "name", "山田", "answer-policy", "yes", "detail-policy", "方針書"));
        int evidence = count("evidence");
        acts.forEach((table, act) -> {
            try (AtOnce atOnce = atOnce()) {
                AtOnce.Open revoking = atOnce.begin()
                        .step(() -> jdbc.sql("UPDATE " + table + " SET revoked_at = expires_at")
                                .update());
                Future<Page> sending = atOnce.beside(() -> act.apply(links.getOrDefault(table, "")));
                while (!sending.isDone() && waitingForALock() == 0) {
                    Thread.onSpinWait();
                }
                revoking.commit();
                assertThat(AtOnce.result(sending).status()).as(table).isEqualTo(404);
            }
        });
        assertThat(count("evidence")).isEqualTo(evidence);
        assertThat(count("application_entry")).isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM supplier_answer WHERE answer <> ''")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
