package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.RouteTable.Row;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A route that the table does not have is a route for which nobody has decided who may call it. */
class RouteTableTests {
    @Test
    void hasEveryRouteThereIs() {
        var table = RouteTable.rows().stream()
                .map(Row::route)
                .map(CompiledRoutes::withoutNames)
                .collect(Collectors.toSet());

        assertThat(CompiledRoutes.of(Installation.ROOT)).containsExactlyInAnyOrderElementsOf(table);
    }

    @Test
    void saysOfEveryRouteWhatEverybodyGets() {
        assertThat(RouteTable.rows())
                .allSatisfy(row -> assertThat(row.expected()).hasSize(RouteTable.Who.values().length));
    }
}
