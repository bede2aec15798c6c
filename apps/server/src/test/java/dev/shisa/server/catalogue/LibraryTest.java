package dev.shisa.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
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
        assertThat(library.search("USB maintenance port", Locale.ENGLISH).stream().limit(3))
                .anySatisfy(found -> assertThat(found.where()).contains("ATM"));
        assertThat(library.search("USB 保守用", Locale.JAPANESE).stream().limit(3))
                .anySatisfy(found -> assertThat(found.where()).contains("ATM"));
    }

    @Test
    void aCompanyOfTheSameSizeIsFoundAmongTheFive() {
        assertThat(library.search("コンシューマ 10〜19名", Locale.JAPANESE))
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
        catalogues.current().frameworks().forEach(f -> assertThat(
                        browser.get("/library/guides/" + f.id()).status())
                .isEqualTo(200));
        catalogues.current().references().outlines().forEach(o -> assertThat(
                        browser.get("/library/guides/" + o.id()).text())
                .contains("未検証"));
        catalogues.current().references().tables().forEach(t -> assertThat(
                        browser.get("/library/tables/" + t.id()).status())
                .isEqualTo(200));
        library.search("更新 パスワード 脆弱性", Locale.JAPANESE).forEach(found -> {
            String[] parts = found.href().split("#", 2);
            assertThat(browser.get(parts[0]).html()).as(found.href()).contains("id=\"" + parts[1] + "\"");
        });
    }

    @Test
    void aGapIsMarkedAndNeverLooksLikeAnEmptyPlace() {
        Browser browser = signedIn(Role.AUDITOR);
        assertThat(browser.get("/library/tables/quality-checklist").text()).contains("まだ入っていません");
        assertThat(browser.get("/library/tables/stakeholders").text()).contains("本文に記載なし");
    }
}
