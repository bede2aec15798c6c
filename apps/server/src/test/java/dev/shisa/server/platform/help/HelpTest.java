package dev.shisa.server.platform.help;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class HelpTest extends ServerTest {

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    @Autowired
    HelpTexts texts;

    @Test
    void everyPageHasItsTextInBothLanguages() {
        Set<String> missing = new TreeSet<>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            Class<?> answer = handler.getMethod().getReturnType();
            boolean page = info.getMethodsCondition().getMethods().contains(RequestMethod.GET)
                    && info.getProducesCondition().isEmpty()
                    && (answer == ModelAndView.class || answer == String.class);
            // /settings only leads on to the first page that the person may open.
            for (String route : page ? info.getPatternValues() : Set.<String>of()) {
                for (String language : List.of("ja", "en")) {
                    if (!route.equals("/settings")
                            && texts.ofPath(route.replaceAll("\\{[^}]*\\}", "x"), language)
                                    .isEmpty()) {
                        missing.add(language + " " + route);
                    }
                }
            }
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void bothLanguagesExplainTheSamePages() {
        assertThat(Set.copyOf(texts.routes("ja"))).isEqualTo(Set.copyOf(texts.routes("en")));
    }

    @Test
    void opensTheTextOfThePageAndLeadsBack() {
        Page page = signedIn(Role.OWNER).get("/help?page=%2Fsettings%2Fpeople");
        assertThat(page.text()).contains("このShisaを使う人を招待し");
        assertThat(page.html()).contains("href=\"/settings/people\"");
        assertThat(signedOut().english().get("/help?page=/sign-in").text()).contains("Signing in");
    }

    /** One of the list is where the column on the left has its page, and beside the others of there. */
    @Test
    void aTextStandsUnderTheEntryOfTheColumnThatItsPageHas() {
        emptyDatabase();
        Browser owner = signedIn(Role.OWNER);
        for (String path : List.of(
                "/",
                "/documents",
                "/confirm",
                "/parameters",
                "/vulnerabilities",
                "/vulnerabilities/advisories",
                "/vulnerabilities/feedback",
                "/organisation",
                "/organisation/policy",
                "/organisation/published",
                "/organisation/environments",
                "/records",
                "/settings/people")) {
            String entry = owner.get(path)
                    .find(
                            "(?s)aria-current=\"(?:page|true)\">\\s*<svg[^>]*>(?:(?!</svg>).)*</svg>\\s*<span>([^<]+)</span>");
            assertThat(owner.get("/help?page=" + encoded(path)).text()).as(path).contains("「" + entry + "」のほかのヘルプ");
        }
        for (String[] ofProduct : new String[][] {
            {"answers-register", "製品の内容"},
            {"checklist-list", "判定と質問"},
            {"bench-bench", "検査"},
            {"product-overview", "進み具合"}
        }) {
            assertThat(owner.get("/help?topic=" + ofProduct[0]).text())
                    .as(ofProduct[0])
                    .contains("「" + ofProduct[1] + "」のほかのヘルプ");
        }
        // What stands in no entry is where it would be looked for.
        assertThat(owner.get("/help?topic=account-sign-in").text()).contains("「設定」のほかのヘルプ");
    }

    @Test
    void searchesAllTextsAndShowsNothingAsMarkup() {
        assertThat(signedOut().get("/help?q=役割の表").text()).contains("役割の表");
        Page none = signedOut().get("/help?q=%3Cscript%3Ealert(1)%3C/script%3E&page=//evil.example");
        assertThat(none.html()).doesNotContain("<script>alert", "href=\"//evil.example");
        assertThat(none.text()).contains("見つかりませんでした");
    }

    @Test
    void theSearchOfTheHeaderFindsHelpInTheReadersLanguage() {
        Page ja = signedIn(Role.AUDITOR).get("/search?q=" + encoded("食い違う"));
        assertThat(ja.text()).contains("ヘルプ 4件", "食い違う記録の、どちらが正しいかを決める");
        assertThat(signedIn(Role.AUDITOR)
                        .get(ja.find("href=\"(/help\\?topic=[^\"]+)\""))
                        .text())
                .contains("正しい方の「こちらが正しい」を選びます");
        assertThat(signedIn(Role.AUDITOR)
                        .english()
                        .get("/search?q=WITHDRAW THE OTHER")
                        .text())
                .contains("Help 1 found", "Deciding which of two records is right", "press “Withdraw the other”.");
        assertThat(signedIn(Role.AUDITOR).english().get("/search?q=xyzzy").text())
                .contains("Searched:", "Help");
        assertThat(texts.search("食い違う", "ja"))
                .extracting(found -> found.line().isEmpty())
                .containsExactly(true, false, false, false);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void readsItsFormat() {
        HelpText text = HelpText.parse(
                "x", "/a\n/b/{id}\n\nTitle\n\nOne\ntwo\n\n- a\n- b\n\n1. first\n2. second\n\n$ ls\n\n## More\n");
        assertThat(text.routes()).containsExactly("/a", "/b/{id}");
        assertThat(text.blocks())
                .extracting(HelpText.Block::kind)
                .containsExactly(
                        HelpText.Kind.PARAGRAPH,
                        HelpText.Kind.LIST,
                        HelpText.Kind.STEPS,
                        HelpText.Kind.COMMAND,
                        HelpText.Kind.HEADING);
        assertThatThrownBy(() -> HelpText.parse("x", "Title\n\ntext\n\nmore")).hasMessageContaining("routes");
        assertThatThrownBy(() -> HelpText.parse("x", "/a\n\nTitle")).hasMessageContaining("text");
    }
}
