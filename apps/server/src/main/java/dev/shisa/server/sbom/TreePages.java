package dev.shisa.server.sbom;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** By what does something come in? The components of a list as a tree, with what is open below each. */
@Controller
class TreePages {

    /** Users of a component that are named. */
    private static final int USERS_MAX = 20;

    private final Products products;
    private final SeriesFrames frames;
    private final Sboms sboms;
    private final ComponentGraphs graphs;
    private final TreeStore store;
    private final ListedFindings findings;

    TreePages(
            Products products,
            SeriesFrames frames,
            Sboms sboms,
            ComponentGraphs graphs,
            TreeStore store,
            ListedFindings findings) {
        this.products = products;
        this.frames = frames;
        this.sboms = sboms;
        this.graphs = graphs;
        this.store = store;
        this.findings = findings;
    }

    /** @param at the number of the component that the page is about; 0: what nothing else needs */
    @GetMapping("/products/{code}/sboms/{id}/tree")
    @Requires(Act.VIEW)
    ModelAndView tree(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") int at,
            @RequestParam(defaultValue = "1") int page,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Sbom sbom = sboms.require(series, id);
        String list = "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8) + "/sboms/" + sbom.id();
        ModelAndView view = new ModelAndView("sbom/tree")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("list", list)
                .addObject(
                        "release",
                        products.releases(series.id()).stream()
                                .filter(r -> r.id().equals(sbom.releaseId()))
                                .map(Release::name)
                                .findFirst()
                                .orElse(""));
        ComponentGraph graph = graphs.of(sbom).filter(ComponentGraph::told).orElse(null);
        if (graph == null) {
            return view.addObject("tree", null);
        }
        if (at < 0 || at > graph.size()) {
            throw new Problem(404, "not-found");
        }
        List<ListedFindings.Found> found =
                findings.of(sbom.releaseId(), sbom.id()).orElse(null);
        ComponentTree tree = new ComponentTree(
                graph,
                found,
                numbers -> store.names(sbom.id(), numbers),
                rank -> findings.word(rank, ui),
                list + "/tree?at=",
                ui);
        List<Integer> shown = tree.worstFirst(at == 0 ? graph.roots() : graph.needs(at));
        ListPage leaf = ListPage.of(shown.size(), page);
        List<Integer> users = at == 0 ? List.of() : tree.worstFirst(graph.neededBy(at));
        List<TreeView.Node> nodes = tree.nodes(leaf.of(shown), at);
        return view.addObject(
                "tree",
                new TreeView(
                        at == 0 ? null : tree.plain(at),
                        found != null,
                        found == null ? ui.t("sbom.tree.unmatched") : ui.t("sbom.tree.findings", found.size()),
                        shown.size(),
                        nodes,
                        users.stream().limit(USERS_MAX).map(tree::plain).toList(),
                        Math.max(0, users.size() - USERS_MAX),
                        leaf.at(),
                        leaf.pages(),
                        list + "/tree?at=" + at + "&page="));
    }
}
