package dev.shisa.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The catalogue can be read and searched by anybody who is signed in, whatever is followed. */
class LibraryTest extends ServerTest {

    @Autowired
    private Library library;

    @Autowired
    private Catalogues catalogues;

    @BeforeEach
    void organisation() {
        emptyDatabase();
    }

    @Test
    void everydayWordsFindTheCaseOfTheCashMachine() {
        Browser browser = signedIn(Role.AUDITOR);
        assertThat(browser.get("/library/incidents?q=USB 保守用").text()).contains("保守用の扉を開けて現金を引き出した");
        assertThat(library.search("maintenance door", Locale.ENGLISH).getFirst().where())
                .isEqualTo("ATM");
    }

    @Test
    void aWordOfLatinLettersIsFoundWhereItBeginsAndNotInsideOfOthers() {
        assertThat(Library.matching("Users need support", Library.words("port")))
                .isZero();
        assertThat(Library.matching("An open port", Library.words("ports port")))
                .isEqualTo(1);
        assertThat(Library.matching("保守用USBポート", Library.words("ＵＳＢ"))).isEqualTo(1);
    }

    @Test
    void aCompanyOfTheSameSizeIsFoundAmongTheFive() {
        assertThat(library.search("消費者向け 10〜19人", Locale.JAPANESE).stream().limit(1))
                .anySatisfy(found -> assertThat(found.href()).startsWith("/library/tables/sme-cases#row-"));
    }

    @Test
    void wordsThatNothingHasFindNothing() {
        assertThat(library.search("qqqzzz", Locale.ENGLISH)).isEmpty();
        assertThat(library.search("  ", Locale.ENGLISH)).isEmpty();
    }

    @Test
    void everyPageOfTheLibraryOpensAndEveryHitLeadsToAPlaceThatExists() {
        Browser browser = signedIn(Role.AUDITOR);
        assertThat(browser.get("/library").text()).contains("資料室");
        assertThat(browser.get("/library/incidents?phase=verification").text()).contains("30件の事例のうち");
        assertThat(browser.get("/library/words").status()).isEqualTo(200);
        catalogues
                .current()
                .frameworks()
                .forEach(
                        f -> assertThat(browser.get("/library/guides/" + f.id()).status())
                                .isEqualTo(200));
        catalogues
                .current()
                .references()
                .outlines()
                .forEach(
                        o -> assertThat(browser.get("/library/guides/" + o.id()).text())
                                .contains("未検証"));
        catalogues
                .current()
                .references()
                .tables()
                .forEach(
                        t -> assertThat(browser.get("/library/tables/" + t.id()).status())
                                .isEqualTo(200));
        library.search("更新 パスワード 脆弱性", Locale.JAPANESE).forEach(found -> {
            String[] parts = found.href().split("#", 2);
            assertThat(browser.get(parts[0]).html()).as(found.href()).contains("id=\"" + parts[1] + "\"");
        });
    }

    @Test
    void whatIsReadPageByPageIsSearchedAsAWholeAndALinkToOneThingOpensItsPage() {
        Browser browser = signedIn(Role.AUDITOR);
        var references = catalogues.current().references();
        assertThat(browser.get("/library/words").html().split("<tr id=", -1)).hasSize(26);
        List<String> places = new ArrayList<>();
        references.words().forEach(word -> places.add("/library/words" + LibraryView.at(word.id())));
        references.incidents().list().forEach(i -> places.add("/library/incidents" + LibraryView.at(i.id())));
        catalogues
                .current()
                .frameworks()
                .forEach(f ->
                        places.add(LibraryView.href(f.requirements().getLast().id())));
        references
                .outlines()
                .forEach(o -> places.add(LibraryView.href(o.entries().getLast().id())));
        assertThat(places)
                .hasSizeGreaterThan(240)
                .allSatisfy(place -> assertThat(
                                browser.get(place.replaceFirst("#.*", "")).html())
                        .contains(" id=\"" + place.replaceFirst(".*#", "") + "\""));
        String last = references.words().getLast().word().ja();
        assertThat(browser.get("/library/words").text()).doesNotContain(last);
        assertThat(browser.get("/library/words?q=" + last).text()).contains(last);
        assertThat(browser.get("/library/words.csv").text()).contains(last);
        assertThat(browser.get("/library/words?page=999").text()).contains(last);
    }

    @Test
    void aGapIsMarkedAndNeverLooksLikeAnEmptyPlace() {
        Browser browser = signedIn(Role.AUDITOR);
        assertThat(browser.get("/library/tables/quality-checklist").text()).contains("まだ入っていません");
        assertThat(browser.get("/library/tables/stakeholders").text()).contains("本文に記載なし");
    }
}
