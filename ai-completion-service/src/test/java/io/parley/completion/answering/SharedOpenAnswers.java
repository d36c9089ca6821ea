package io.parley.completion.answering;

import io.parley.events.MessageId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Jobs of several replicas in memory, as one of them sees them; tests move leases by hand. */
record SharedOpenAnswers(String replica, Map<MessageId, AnswerJob> jobs, Map<MessageId, String> owners)
        implements OpenAnswers {

    @Override
    public Mono<Set<MessageId>> insert(Collection<AnswerJob> added) {
        return Mono.fromSupplier(() -> {
            var inserted = new HashSet<MessageId>();
            for (var job : added) {
                if (jobs.putIfAbsent(job.answerId(), job) == null) {
                    owners.put(job.answerId(), replica);
                    inserted.add(job.answerId());
                }
            }
            return inserted;
        });
    }

    @Override
    public Mono<Set<MessageId>> open(Collection<MessageId> ids) {
        return Mono.fromSupplier(() -> {
            var found = new HashSet<>(ids);
            found.retainAll(jobs.keySet());
            return found;
        });
    }

    @Override
    public Mono<Void> delete(Collection<MessageId> ids) {
        return Mono.fromRunnable(() -> jobs.keySet().removeAll(ids));
    }

    @Override
    public Mono<List<AnswerJob>> renew() {
        return Mono.fromSupplier(
                () -> jobs.values().stream().filter(this::isOurs).toList());
    }

    @Override
    public Mono<List<AnswerJob>> takeOver() {
        return Mono.just(List.of());
    }

    @Override
    public Mono<Boolean> confirm(AnswerJob job) {
        return Mono.fromSupplier(() -> job.equals(jobs.get(job.answerId())) && isOurs(job));
    }

    @Override
    public Mono<AnswerJob> nextAttempt(AnswerJob job) {
        return confirm(job).filter(held -> held).map(_ -> {
            var next = job.attempt(job.attempt() + 1);
            jobs.put(job.answerId(), next);
            return next;
        });
    }

    @Override
    public Mono<Void> release() {
        return Mono.empty();
    }

    private boolean isOurs(AnswerJob job) {
        return replica.equals(owners.get(job.answerId()));
    }
}
