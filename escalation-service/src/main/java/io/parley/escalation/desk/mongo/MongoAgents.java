package io.parley.escalation.desk.mongo;

import io.parley.escalation.desk.AgentStatus;
import io.parley.escalation.desk.AgentStatus.Presence;
import io.parley.escalation.desk.Agents;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Mono;

/** Agents in {@code agents}, a document each. */
final class MongoAgents implements Agents {

    private static final String AGENTS = "agents";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReactiveMongoTemplate mongo;

    MongoAgents(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    @Override
    public Mono<AgentStatus> find(String tenant, String agentId) {
        return mongo.findById(id(tenant, agentId), Document.class, AGENTS)
                .map(MongoAgents::read)
                .defaultIfEmpty(AgentStatus.unknown(tenant, agentId))
                .timeout(LIMIT);
    }

    /** A range of ids, which every database has an index for: {@code 0} is what comes after {@code /}. */
    @Override
    public Mono<List<AgentStatus>> all(String tenant, int limit) {
        var ofTenant = Query.query(Criteria.where("_id").gte(tenant + "/").lt(tenant + "0"))
                .with(Sort.by("_id"))
                .limit(limit);
        return mongo.find(ofTenant, Document.class, AGENTS)
                .map(MongoAgents::read)
                .collectList()
                .timeout(LIMIT);
    }

    @Override
    public Mono<Void> save(AgentStatus status) {
        var since = status.since();
        var document = new Document("_id", id(status.tenant(), status.agentId()))
                .append("tenant", status.tenant())
                .append("agent", status.agentId())
                .append("presence", status.presence().name())
                .append("capacity", status.capacity())
                .append("name", status.name())
                .append("since", since == null ? null : Date.from(since));
        return mongo.save(document, AGENTS).timeout(LIMIT).then();
    }

    private static AgentStatus read(Document document) {
        var since = document.getDate("since");
        return new AgentStatus(
                document.getString("tenant"),
                document.getString("agent"),
                Presence.valueOf(document.getString("presence")),
                document.getInteger("capacity"),
                document.getString("name"),
                since == null ? null : since.toInstant());
    }

    private static String id(String tenant, String agentId) {
        return tenant + "/" + agentId;
    }
}
