package io.parley.completion.answering;

import io.parley.events.MessageId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Jobs in memory, as one replica sees them; tests take leases away and bring them back by hand. */
final class InMemoryOpenAnswers implements OpenAnswers {

    final Map<MessageId, AnswerJob> jobs = new LinkedHashMap<>();
    final Set<MessageId> elsewhere = new HashSet<>();
    final List<AnswerJob> abandoned = new ArrayList<>();
    boolean failing;
    boolean released;

    @Override
    public Mono<Set<MessageId>> insert(Collection<AnswerJob> added) {
        return doing(() -> {
            var inserted = new HashSet<MessageId>();
            for (var job : added) {
                if (jobs.putIfAbsent(job.answerId(), job) == null) {
                    inserted.add(job.answerId());
                }
            }
            return inserted;
        });
    }

    @Override
    public Mono<Set<MessageId>> open(Collection<MessageId> ids) {
        return doing(() -> {
            var found = new HashSet<>(ids);
            found.retainAll(jobs.keySet());
            return found;
        });
    }

    @Override
    public Mono<Void> delete(Collection<MessageId> ids) {
        return doing(() -> jobs.keySet().removeAll(ids)).then();
    }

    @Override
    public Mono<List<AnswerJob>> renew() {
        return doing(() -> jobs.values().stream()
                .filter(job -> !elsewhere.contains(job.answerId()))
                .toList());
    }

    @Override
    public Mono<List<AnswerJob>> takeOver() {
        return doing(() -> {
            var taken = List.copyOf(abandoned);
            abandoned.clear();
            taken.forEach(job -> jobs.put(job.answerId(), job));
            return taken;
        });
    }

    @Override
    public Mono<Boolean> confirm(AnswerJob job) {
        return doing(() -> job.equals(jobs.get(job.answerId())) && !elsewhere.contains(job.answerId()));
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
        return doing(() -> released = true).then();
    }

    private <T> Mono<T> doing(java.util.concurrent.Callable<T> work) {
        return Mono.fromCallable(() -> {
            if (failing) {
                throw new IllegalStateException("the database is away");
            }
            return work.call();
        });
    }
}
