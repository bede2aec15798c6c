package dev.shisa.server.model;

import dev.shisa.server.model.ProductModel.Component;
import dev.shisa.server.model.ProductModel.Connection;
import dev.shisa.server.model.ProductModel.Said;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Models of a camera with its app and cloud. */
final class TestModels {

    private TestModels() {}

    static Component component(int number, String name, String kind) {
        return new Component(
                "component-" + number,
                name,
                new Said(kind, ""),
                new Said("own", ""),
                "役に立つ",
                new Said("own", "署名を確かめる"),
                "",
                new Said("guards", "通信を絞る"));
    }

    static Component protectedBy(String guard, Component component) {
        return new Component(
                component.code(),
                component.name(),
                component.kind(),
                component.owner(),
                component.purpose(),
                new Said("covered", "中継で遮る"),
                guard,
                component.others());
    }

    /** Tags in the order of the axes, several on one axis with a slash between. */
    static Connection connection(int number, int from, int to, String tags, boolean analysed) {
        Map<Axis, Set<String>> byAxis = new EnumMap<>(Axis.class);
        List<String> parts = List.of(tags.split(" ", -1));
        for (Axis axis : Axis.values()) {
            byAxis.put(axis, Set.of(parts.get(byAxis.size()).split("/", -1)));
        }
        return new Connection(
                "connection-" + number,
                "つながり" + number,
                "component-" + from,
                "component-" + to,
                new Said("intended", ""),
                byAxis,
                "",
                analysed ? new Said("analysed", "リスク分析書 3章") : new Said("open", ""));
    }

    static Connection observed(Connection connection) {
        return new Connection(
                connection.code(),
                connection.name(),
                connection.from(),
                connection.to(),
                new Said("observed", "8月の調査"),
                Map.of(),
                "",
                Said.NOTHING);
    }

    static ProductModel model(List<Component> components, List<Connection> connections, String... excluded) {
        return new ProductModel(components, connections, Set.of(excluded), Set.of());
    }

    /** Camera, app and cloud; the app's connection is analysed. */
    static ProductModel camera() {
        return model(
                List.of(component(1, "カメラ本体", "device"), component(2, "アプリ", "app"), component(3, "クラウド", "cloud")),
                List.of(
                        connection(1, 1, 3, "maker gateway wireless fixed dedicated", false),
                        connection(2, 2, 1, "user direct wireless dynamic shared", true)));
    }
}
