package dev.shisa.server.model;

import static dev.shisa.server.model.TestModels.camera;
import static dev.shisa.server.model.TestModels.component;
import static dev.shisa.server.model.TestModels.connection;
import static dev.shisa.server.model.TestModels.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.model.Diagram.Box;
import dev.shisa.server.model.Diagram.Line;
import dev.shisa.server.model.ProductModel.Component;
import dev.shisa.server.model.ProductModel.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The drawing of a model: everything is in it once, nothing covers anything else. */
class DiagramTest {

    private static final List<String> KINDS =
            List.of("device", "gateway", "app", "cloud", "tool", "terminal", "system", "other", "unknown");

    private static ProductModel random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = 1 + random.nextInt(Diagram.COMPONENTS_MAX);
        List<Component> components = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            components.add(component(
                    i, "コンポーネント".repeat(1 + random.nextInt(4)) + i, KINDS.get(random.nextInt(KINDS.size()))));
        }
        List<Connection> connections = new ArrayList<>();
        for (int i = 1; i <= random.nextInt(Diagram.CONNECTIONS_MAX + 1); i++) {
            connections.add(connection(
                    i,
                    1 + random.nextInt(size + 1),
                    1 + random.nextInt(size),
                    "maker direct wired fixed dedicated",
                    false));
        }
        return model(components, connections);
    }

    private static List<Diagram> both(ProductModel model) {
        return List.of(Diagram.wide(model, c -> "機器"), Diagram.tall(model, c -> "機器"));
    }

    @Test
    void everyComponentAndEveryConnectionWithTwoEndsIsDrawnOnce() {
        for (long seed = 0; seed < 200; seed++) {
            ProductModel model = random(seed);
            List<Integer> drawable = new ArrayList<>();
            for (int i = 0; i < model.connections().size(); i++) {
                if (model.isDrawable(model.connections().get(i))) {
                    drawable.add(i + 1);
                }
            }
            for (Diagram diagram : both(model)) {
                assertThat(diagram.boxes())
                        .as("seed " + seed)
                        .hasSize(model.components().size());
                assertThat(diagram.lines())
                        .as("seed " + seed)
                        .extracting(Line::number)
                        .containsExactlyElementsOf(drawable);
            }
        }
    }

    @Test
    void noBoxCoversAnotherAndNothingLeavesTheDrawing() {
        for (long seed = 0; seed < 200; seed++) {
            for (Diagram diagram : both(random(seed))) {
                List<Box> boxes = diagram.boxes();
                for (int i = 0; i < boxes.size(); i++) {
                    Box a = boxes.get(i);
                    assertThat(a.x() + a.width()).as("seed " + seed).isLessThanOrEqualTo(diagram.width());
                    assertThat(a.y() + a.height()).as("seed " + seed).isLessThanOrEqualTo(diagram.height());
                    for (Box b : boxes.subList(i + 1, boxes.size())) {
                        boolean apart = a.x() + a.width() <= b.x()
                                || b.x() + b.width() <= a.x()
                                || a.y() + a.height() <= b.y()
                                || b.y() + b.height() <= a.y();
                        assertThat(apart).as("seed " + seed + " " + a + " " + b).isTrue();
                    }
                }
                for (Line line : diagram.lines()) {
                    assertThat(line.markX()).as("seed " + seed).isBetween(11, diagram.width() - 11);
                    assertThat(line.markY()).as("seed " + seed).isBetween(11, diagram.height() - 11);
                    assertThat(boxes)
                            .as("seed " + seed + " " + line)
                            .noneMatch(box -> line.markX() > box.x()
                                    && line.markX() < box.x() + box.width()
                                    && line.markY() > box.y()
                                    && line.markY() < box.y() + box.height());
                }
            }
        }
    }

    @Test
    void theSameModelIsAlwaysTheSameDrawing() {
        assertThat(both(random(7))).isEqualTo(both(random(7)));
        assertThat(both(camera())).isEqualTo(both(camera()));
    }

    @Test
    void aLineBeginsAtTheComponentThatConnectsAndEndsWhereItLeads() {
        Diagram wide = Diagram.wide(camera(), c -> "");
        Box device = wide.boxes().getFirst();
        Box app = wide.boxes().get(1);
        // The app connects to the device, which stands at its right.
        assertThat(wide.lines().get(1).path())
                .startsWith("M" + (app.x() + app.width()) + " ")
                .contains(" " + device.x() + " ");
    }

    @Test
    void aTangleIsNotDrawn() {
        List<Component> many = new ArrayList<>();
        for (int i = 1; i <= Diagram.COMPONENTS_MAX + 1; i++) {
            many.add(component(i, "機器" + i, "device"));
        }
        assertThat(Diagram.canShow(model(many, List.of()))).isFalse();
        assertThat(Diagram.canShow(model(many.subList(1, many.size()), List.of()))).isTrue();
        assertThat(Diagram.canShow(model(List.of(), List.of()))).isFalse();
    }

    @Test
    void aLongNameTakesTwoLinesAndEndsWithAnEllipsis() {
        assertThat(Diagram.wrap("カメラ")).containsExactly("カメラ");
        assertThat(Diagram.wrap("Gateway of the building")).containsExactly("Gateway of the", "building");
        List<String> lines = Diagram.wrap("とても長い名前".repeat(10));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).endsWith("…").hasSizeLessThanOrEqualTo(11);
    }
}
