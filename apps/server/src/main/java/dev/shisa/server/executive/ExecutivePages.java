package dev.shisa.server.executive;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** Is the company ready? One page for executives. */
@Controller
class ExecutivePages {

    static final String HERE = "/organisation/executive";

    private final ExecutiveOverview overview;

    ExecutivePages(ExecutiveOverview overview) {
        this.overview = overview;
    }

    /** All series together, and what measures cost: not for somebody who is limited to some series. */
    @ModelAttribute
    void forTheWholeCompany(@AuthenticationPrincipal Person person) {
        person.requireAll();
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView page(@AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return new ModelAndView("executive/executive").addObject("content", overview.of(person, ui));
    }

    /** One sheet of paper for the next meeting of the board. */
    @GetMapping(HERE + "/sheet.pdf")
    @Requires(Act.VIEW)
    @Recorded("executive.sheet")
    ResponseEntity<byte[]> sheet(@AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("readiness-" + ui.day(ui.now()) + ".pdf", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(ExecutiveSheet.pdf(overview.of(person, ui), ui.organisationName(), ui));
    }

    @GetMapping(HERE + "/pillars.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> file(
            @PathVariable String format, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "readiness", ui)
                .column("pillar", "executive.column.pillar")
                .column("asks", "executive.column.asks")
                .column("state", "executive.column.state")
                .column("left", "executive.column.left")
                .download(overview.of(person, ui).tiles().stream()
                        .map(tile -> List.of(
                                tile.name(),
                                tile.asks(),
                                ui.t("web.verdict." + tile.state()),
                                Stream.concat(tile.why().stream(), Stream.of(tile.note()))
                                        .filter(line -> !line.isEmpty())
                                        .collect(Collectors.joining("\n"))))
                        .toList());
    }
}
