package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A criterion, a piece of evidence, a finding and a document each have their talk at the foot of their page, in both languages. */
class TalkOfEachPlaceTest extends CompanyTest {

    private String one(String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }

    /** The page of a thing by the address of its talk. */
    private Map<String, String> things() {
        UUID camera = idOf("MC-200");
        String evidence = one("SELECT code FROM evidence WHERE series_id = '" + camera + "' ORDER BY id DESC LIMIT 1");
        String finding = one("SELECT id FROM vulnerability_finding WHERE series_id = '" + camera + "' LIMIT 1");
        String document = one("SELECT id FROM document WHERE series_id = '" + camera + "' LIMIT 1");
        Map<String, String> pages = new TreeMap<>();
        pages.put("/talk/criterion/" + camera + ":jcstar1:S1.1-02", "/products/MC-200/conformity/S1.1-02");
        pages.put("/talk/evidence/" + evidence, "/evidence/" + evidence);
        pages.put("/talk/finding/" + finding, "/products/MC-200/vulnerabilities/" + finding);
        pages.put("/talk/document/" + document, "/documents/" + document);
        return pages;
    }

    @Test
    void eachThingHasItsTalkWhereItStands() {
        emptyDatabase();
        company();
        Browser quality = signedIn(Role.QUALITY);
        Browser english = signedIn(Role.PSIRT).english();
        Browser auditor = signedIn(Role.AUDITOR);
        Person limited = person(Set.of(idOf("SL-10")), Role.QUALITY, Role.PSIRT);
        Map<String, String> things = things();
        assertThat(things).hasSize(4);
        things.forEach((talk, page) -> {
            assertThat(quality.get(page).text()).as(page).contains("コメント(0件)", "コメントはエビデンスになりません");
            Page said = quality.post(talk, "text", "一行目です。\n二行目です。");
            assertThat(said.status()).as(said.text()).isEqualTo(302);
            assertThat(quality.get(said.location()).location()).startsWith(page + "#said-");
            assertThat(quality.get(page).html()).contains("一行目です。\n二行目です。", "action=\"" + here(talk));
            assertThat(quality.get(talk).html()).contains("一行目です。\n二行目です。", "href=\"" + page + "\"");
            assertThat(english.get(page).text()).contains("Comments (1)", "Comments are no evidence");
            assertThat(english.get(talk).text()).contains("Comments on ");
            assertThat(auditor.get(page).text()).contains("コメント(1件)", "読めますが、書くことはできません");
            assertThat(signedIn(limited).get(talk).status()).as(talk).isEqualTo(404);
            assertThat(signedIn(limited).post(talk, "text", "x").status()).isEqualTo(404);
        });
    }

    private static String here(String talk) {
        return talk.replace(":", "%3A");
    }

    @Test
    void whatTellsOfVulnerabilitiesThatAreNotPublishedHasNone() {
        emptyDatabase();
        Browser psirt = signedIn(Role.PSIRT);
        String page = psirt.post("/documents/new", "kind", "authority-report", "series", "", "language", "ja")
                .location()
                .replaceFirst("^(/documents/[0-9a-f-]{36}).*", "$1");
        assertThat(page).startsWith("/documents/");
        assertThat(psirt.get(page).status()).isEqualTo(200);
        assertThat(psirt.get(page).text()).doesNotContain("コメントはエビデンスになりません");
        String talk = "/talk/document" + page.substring("/documents".length());
        assertThat(psirt.get(talk).status()).isEqualTo(404);
        assertThat(psirt.post(talk, "text", "x").status()).isEqualTo(404);
    }
}
