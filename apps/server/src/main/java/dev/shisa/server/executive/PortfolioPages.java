package dev.shisa.server.executive;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.conformity.Coverage;
import dev.shisa.server.executive.Portfolio.Guide;
import dev.shisa.server.executive.Portfolio.Product;
import dev.shisa.server.executive.Portfolios.Choice;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** How far is which product with which guide? All of them on one page, on paper and as a file. */
@Controller
class PortfolioPages {

    private static final String HERE = ExecutivePages.HERE + "/portfolio";

    /** Longer is no name of a product. */
    private static final int WORDS_MAX = 100;

    private final Portfolios portfolios;

    PortfolioPages(Portfolios portfolios) {
        this.portfolios = portfolios;
    }

    /** All series together: not for somebody who is limited to some series. */
    @ModelAttribute
    void forTheWholeCompany(@AuthenticationPrincipal Person person) {
        person.requireAll();
    }

    private static Choice choice(String q, String sort, String dir) {
        String words = q.strip();
        return new Choice(
                words.substring(
                        0, words.offsetByCodePoints(0, Math.min(WORDS_MAX, words.codePointCount(0, words.length())))),
                sort,
                dir.equals("desc"));
    }

    private static Query query(Choice choice) {
        return Query.of(HERE)
                .with("q", choice.words())
                .with("sort", choice.sort())
                .with("dir", choice.descending() ? "desc" : "");
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView page(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String dir,
            @RequestParam(defaultValue = "1") int page,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Choice choice = choice(q, sort, dir);
        Portfolio portfolio = portfolios.of(choice, person, ui);
        int found = portfolio.products().size();
        ListPage leaf = ListPage.of(found, page);
        List<Parts.Column> columns = new ArrayList<>();
        columns.add(column("name", ui.t("executive.column.product"), choice, ui));
        portfolio.guides().forEach(guide -> columns.add(column(guide.id(), guide.title(), choice, ui)));
        return new ModelAndView("executive/portfolio")
                .addObject("title", title(portfolio, ui))
                .addObject("words", choice.words())
                .addObject("total", portfolio.total())
                .addObject("found", found)
                .addObject(
                        "filters",
                        choice.words().isEmpty()
                                ? List.of()
                                : List.of(new Parts.Filter(
                                        ui.t("product.filter.q", choice.words()),
                                        query(choice).without("q").href())))
                .addObject("columns", columns)
                .addObject(
                        "rows",
                        leaf.of(portfolio.products()).stream()
                                .map(product -> row(portfolio, product, ui))
                                .toList())
                .addObject(
                        "sums",
                        portfolio.guides().stream()
                                .map(guide -> Coverage.line(guide.title(), "", portfolio.counts(guide), ui))
                                .toList())
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("pageHref", query(choice).pageHref())
                .addObject("sheetHref", query(choice).at(HERE + ".pdf").href())
                .addObject("exportHref", query(choice).at(HERE + "/list.csv").href());
    }

    static String title(Portfolio portfolio, Ui ui) {
        return portfolio.products().isEmpty()
                ? ui.t("executive.portfolio.title.none")
                : portfolio.failing() == 0
                        ? ui.t(
                                "executive.portfolio.title.fine",
                                portfolio.products().size())
                        : ui.t("executive.portfolio.title", portfolio.products().size(), portfolio.failing());
    }

    private static Parts.Column column(String id, String label, Choice choice, Ui ui) {
        boolean present = choice.sort().equals(id);
        boolean descending = present && choice.descending();
        return Parts.Column.sortable(
                label,
                query(choice)
                        .with("sort", id)
                        .with("dir", present && !descending ? "desc" : "")
                        .href(),
                !present ? Parts.Order.NONE : descending ? Parts.Order.DESCENDING : Parts.Order.ASCENDING);
    }

    private static Portfolio.Row row(Portfolio portfolio, Product product, Ui ui) {
        String here = "/products/" + URLEncoder.encode(product.series().code(), StandardCharsets.UTF_8);
        List<Coverage.Line> cells = new ArrayList<>();
        for (Guide guide : portfolio.guides()) {
            cells.add(product.of(guide)
                    .map(standing -> Coverage.line(
                            guide.title(), here + "/conformity?guide=" + guide.id(), standing.counts(), ui))
                    .orElse(Coverage.line(guide.title(), "", Map.of(), ui)));
        }
        return new Portfolio.Row(product.series().name(), product.series().code(), here, product.waiting(), cells);
    }

    /** The same on paper. */
    @GetMapping(HERE + ".pdf")
    @Requires(Act.VIEW)
    @Recorded("executive.portfolio")
    ResponseEntity<byte[]> sheet(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String dir,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Choice choice = choice(q, sort, dir);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("portfolio-" + ui.day(ui.now()) + ".pdf", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(PortfolioSheet.pdf(portfolios.of(choice, person, ui), choice.words(), ui.organisationName(), ui));
    }

    @GetMapping(HERE + "/list.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> file(
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String dir,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Portfolio portfolio = portfolios.of(choice(q, sort, dir), person, ui);
        TableFile file = TableFile.of(format, "portfolio", ui)
                .column("code", "product.code")
                .column("name", "executive.column.product")
                .column("guide", "executive.portfolio.guide");
        for (VerdictState state : VerdictState.values()) {
            file.column(state.code(), "web.verdict." + state.code());
        }
        List<List<String>> rows = new ArrayList<>();
        for (Product product : portfolio.products()) {
            for (Guide guide : portfolio.guides()) {
                product.of(guide).ifPresent(standing -> {
                    List<String> row = new ArrayList<>(
                            List.of(product.series().code(), product.series().name(), guide.title()));
                    for (VerdictState state : VerdictState.values()) {
                        row.add(Integer.toString(standing.count(state)));
                    }
                    rows.add(row);
                });
            }
        }
        return file.download(rows);
    }
}
