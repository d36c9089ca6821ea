package io.parley.platform.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryNumberTests {

    @Test
    void takesWhatIsBetween() {
        assertThat(QueryNumber.between("limit", "1", 1, 200)).isEqualTo(1);
        assertThat(QueryNumber.between("limit", "200", 1, 200)).isEqualTo(200);
        assertThat(QueryNumber.between("after", "9223372036854775807", 0, Long.MAX_VALUE))
                .isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "x", "", "1.5", "99999999999999999999"})
    void refusesWhatIsNot(String value) {
        assertThatThrownBy(() -> QueryNumber.between("limit", value, 1, 200))
                .isInstanceOf(Problem.class)
                .hasMessage("limit must be a whole number from 1 to 200.");
    }

    @Test
    void saysSoWhereThereIsNoUpperLimit() {
        assertThatThrownBy(() -> QueryNumber.between("after", "-1", 0, Long.MAX_VALUE))
                .hasMessage("after must be a whole number of 0 or more.");
    }
}
