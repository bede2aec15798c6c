package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody who has no mouse: Tab, arrows, space, Enter. */
@Tag("browser")
@Order(3)
@OnStage
class KeyboardTest {

    /** More stops than any page of ours has before its main button. */
    private static final int STOPS_MAX = 120;

    private static final String STOP = """
            () => {
              const e = document.activeElement;
              if (!e || e === document.body) return null;
              const box = e.getBoundingClientRect();
              // A ring may be drawn by what encloses the field, as with choices and files.
              const ringed = [e, e.closest('.choice'), e.closest('.drop')].filter(Boolean).some(r => {
                const style = getComputedStyle(r);
                return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
              });
              const labels = e.labels ? [...e.labels].map(l => l.innerText) : [];
              return {
                name: [e.getAttribute('aria-label') || '', ...labels, e.innerText || ''].join(' ').trim(),
                legend: e.closest('fieldset') ? e.closest('fieldset').querySelector('legend').textContent.trim() : '',
                tag: e.tagName.toLowerCase(), html: e.outerHTML.slice(0, 120), ringed,
                visible: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
              };
            }""";

    @Test
    void anAnswerIsGivenWithoutAMouse(Stage.Scene scene) {
        FirstTenMinutes story = scene.after(Words.JA);
        try (Visitor visitor = scene.visitor(story.shisa(), Words.JA)) {
            Words words = visitor.words();
            Page page = visitor.page();

            visitor.opens("/sign-in");
            tabsTo(page, words.say("account.email"));
            page.keyboard().type(story.owner().email());
            tabsTo(page, words.say("account.password"));
            page.keyboard().type(story.owner().password());
            visitor.leads(() -> page.keyboard().press("Enter"));
            assertThat(visitor.path()).isEqualTo("/");

            new Maker(visitor).opensTheQuestion(Camera.SERIES, "power.software");
            String question = visitor.heading();
            // Into the group, then down: radio buttons are one stop.
            tabsInto(page, question);
            page.keyboard().press("Space");
            tabsTo(page, words.say("question.save"));
            visitor.leads(() -> page.keyboard().press("Enter"));
            new Maker(visitor).opensTheQuestion(Camera.SERIES, "power.software");
            assertThat(visitor.sees(words.choice("power.software", "kept"))).isTrue();
            assertThat(page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setChecked(true))
                            .count())
                    .as("the answer that was given is marked")
                    .isEqualTo(1);

            visitor.opens("/products/new");
            for (Map.Entry<String, String> field : Map.of(
                            "product.name", "SL-1", "product.kind", "スマートロック", "product.release.first", "1.0")
                    .entrySet()) {
                visitor.page().evaluate("() => document.activeElement.blur()");
                tabsTo(page, words.say(field.getKey()));
                page.keyboard().type(field.getValue());
            }
            tabsTo(page, words.say("product.new.do"));
            visitor.leads(() -> page.keyboard().press("Enter"));
            assertThat(visitor.path()).startsWith("/products/SL-1");
            assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void theWayToTheContentAndToTheSearchIsShort(Stage.Scene scene) {
        try (Visitor owner = scene.ownerReading(Words.JA)) {
            Page page = owner.page();
            owner.opens("/products/" + Camera.SERIES + "/conformity");

            page.keyboard().press("Tab");
            assertThat(stop(page))
                    .containsEntry("name", owner.words().say("web.skip"))
                    .containsEntry("visible", true);
            page.keyboard().press("Enter");
            page.keyboard().press("Tab");
            assertThat((boolean) page.evaluate("() => document.querySelector('main').contains(document.activeElement)"))
                    .as("Tab goes on inside the content")
                    .isTrue();

            page.evaluate("() => document.activeElement.blur()");
            page.keyboard().press("/");
            assertThat((boolean) page.evaluate("() => document.activeElement.matches('[data-search]')"))
                    .isTrue();
            page.keyboard().type("MC-200");
            owner.leads(() -> page.keyboard().press("Enter"));
            assertThat(owner.path()).startsWith("/search?q=MC-200");
            assertThat(owner.sees(Camera.SERIES)).isTrue();
        }
    }

    @Test
    void anAddressWhoseEndCannotBeReadTakesNoKeyAway(Stage.Scene scene) {
        try (Visitor owner = scene.ownerReading(Words.JA)) {
            owner.opens("/products#100%");
            owner.page().keyboard().press("/");
            assertThat((boolean) owner.page().evaluate("() => document.activeElement.matches('[data-search]')"))
                    .isTrue();
            assertThat(owner.complaints()).isEmpty();
        }
    }

    @Test
    void aListIsFilledAsATableByPastingAndByArrows(Stage.Scene scene) {
        try (Visitor owner = scene.ownerReading(Words.JA)) {
            Page page = owner.page();
            owner.opens("/products/" + Camera.SERIES + "/register/grids/service");
            Locator name = page.locator("[name='name@new1']");
            name.focus();
            name.evaluate("""
                    field => {
                      const copied = new DataTransfer();
                      const lines = [...Array(12).keys()].map(i => `ポート${i}\\t機器`);
                      copied.setData("text/plain", lines.join("\\r\\n") + "\\r\\n");
                      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: copied, bubbles: true, cancelable: true }));
                    }""");
            assertThat(page.locator("[name='name@new12']").inputValue()).isEqualTo("ポート11");
            assertThat(page.locator("[name='new12@service.place:value']").inputValue())
                    .isEqualTo("device");
            page.locator("[name='new1@service.name:value']").fill("httpd");
            page.keyboard().press("ArrowDown");
            for (int row = 2; row <= 12; row++) {
                // It repeats the cell above and goes on to the one below.
                page.keyboard().press("Control+d");
            }
            assertThat(page.locator("[name='new12@service.name:value']").inputValue())
                    .isEqualTo("httpd");
            assertThat(owner.complaints()).isEmpty();
        }
    }

    @Test
    void whatIsFoundWhileTypingIsChosenWithArrowsAndOpenedWithEnter(Stage.Scene scene) {
        try (Visitor owner = scene.ownerReading(Words.JA)) {
            Page page = owner.page();
            owner.opens("/products/" + Camera.SERIES);
            owner.opens("/products");

            page.keyboard().press("Control+k");
            Locator box = page.locator("[data-search]");
            assertThat(box.getAttribute("role")).isEqualTo("combobox");
            page.locator("[data-found] [role=option][href='/products/" + Camera.SERIES + "']")
                    .waitFor();
            assertThat(box.getAttribute("aria-expanded"))
                    .as("what was opened last")
                    .isEqualTo("true");

            page.keyboard().type(owner.words().say("search.page.account"));
            page.locator("[data-found] [role=option][href='/account']").first().waitFor();
            page.keyboard().press("ArrowDown");
            String chosen = box.getAttribute("aria-activedescendant");
            assertThat(page.locator("#" + chosen).getAttribute("aria-selected")).isEqualTo("true");
            page.keyboard().press("Escape");
            assertThat(box.getAttribute("aria-expanded")).isEqualTo("false");
            page.keyboard().press("ArrowDown");
            owner.leads(() -> page.keyboard().press("Enter"));
            assertThat(owner.path()).isEqualTo("/account");
            assertThat(owner.complaints()).isEmpty();
        }
    }

    @Test
    void onANarrowScreenTheSearchIsADialog(Stage.Scene scene) {
        try (Visitor owner = scene.ownerReading(Words.JA)) {
            Page page = owner.page();
            page.setViewportSize(390, 844);
            owner.opens("/products");
            page.keyboard().press("Control+k");
            assertThat(page.locator("[data-search-dialog]").isVisible()).isTrue();
            assertThat((boolean)
                            page.evaluate("() => document.activeElement.matches('[data-search-dialog] [data-search]')"))
                    .isTrue();
            page.keyboard().type("MC-200");
            page.locator("[data-search-dialog] [role=option][href='/products/" + Camera.SERIES + "']")
                    .first()
                    .waitFor();
            assertThat((boolean) page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .isTrue();
            page.locator("[data-search-close]").click();
            assertThat(page.locator("[data-search-dialog]").isVisible()).isFalse();
            assertThat(owner.complaints()).isEmpty();
        }
    }

    @Test
    void everyStopOfTheBoardAndOfAFormIsSeen(Stage.Scene scene) {
        try (Visitor owner = scene.ownerReading(Words.JA)) {
            Page page = owner.page();
            List<String> unseen = new ArrayList<>();
            int stops = 0;
            for (String path : List.of("/products/" + Camera.SERIES + "/conformity", "/products/new")) {
                owner.opens(path);
                for (int i = 0; i < STOPS_MAX; i++) {
                    page.keyboard().press("Tab");
                    Map<?, ?> stop = stop(page);
                    if (stop == null) {
                        break;
                    }
                    stops++;
                    if (!Boolean.TRUE.equals(stop.get("ringed")) || !Boolean.TRUE.equals(stop.get("visible"))) {
                        unseen.add(path + ": " + stop);
                    }
                }
            }
            assertThat(unseen).isEmpty();
            assertThat(stops).as("stops of both pages").isGreaterThan(50);
        }
    }

    private static void tabsTo(Page page, String name) {
        tabsUntil(page, name, stop -> String.valueOf(stop.get("name")).startsWith(name));
    }

    private static void tabsInto(Page page, String legend) {
        tabsUntil(page, legend, stop -> String.valueOf(stop.get("legend")).startsWith(legend));
    }

    private static void tabsUntil(Page page, String what, Predicate<Map<?, ?>> found) {
        List<Object> passed = new ArrayList<>();
        for (int i = 0; i < STOPS_MAX; i++) {
            page.keyboard().press("Tab");
            Map<?, ?> stop = stop(page);
            if (stop != null && found.test(stop)) {
                return;
            }
            passed.add(stop == null ? "–" : stop.get("name"));
        }
        throw new AssertionError("Tab does not come to " + what + ": " + passed);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Map<String, Object> stop(Page page) {
        return (Map<String, Object>) page.evaluate(STOP);
    }
}
