package io.parley.completion.document;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How documents are taken in.
 *
 * @param largest file that is taken
 * @param mostDocuments of one chatbot of a tenant
 * @param uploads how many files may come in at a time
 * @param uploadLimit how long one may take to come in
 * @param concurrent how many documents are processed at a time, each with a parser of its own
 * @param parserHeap of a parser's process
 * @param parserStart how long a parser may take to start
 * @param parserSilence how long it may work and give nothing, not even the next page: on a processor's clock, so that a
 *     busy machine is no fault of a file. What is made to keep a parser busy ends here
 * @param parserLimit how long it may take in all, for long documents
 * @param parserIdle how long a parser without work is kept
 * @param mostText characters of text that are read from one document
 * @param mostPassages passages of one document
 * @param indexLimit how long a document's passages may take to be found
 * @param attempts how often a document is tried where something else than the document fails
 * @param lease how long a document is left to a process that shows no sign of life
 * @param renewEvery how often leases are renewed
 * @param sweepEvery how often a replica looks for work that nobody holds
 */
@ConfigurationProperties("parley.documents")
public record DocumentProperties(
        @DefaultValue("20MB") DataSize largest,
        @DefaultValue("1000") int mostDocuments,
        @DefaultValue("16") int uploads,
        @DefaultValue("5m") Duration uploadLimit,
        @DefaultValue("2") int concurrent,
        @DefaultValue("96MB") DataSize parserHeap,
        @DefaultValue("15s") Duration parserStart,
        @DefaultValue("3s") Duration parserSilence,
        @DefaultValue("60s") Duration parserLimit,
        @DefaultValue("30s") Duration parserIdle,
        @DefaultValue("4000000") int mostText,
        @DefaultValue("5000") int mostPassages,
        @DefaultValue("10m") Duration indexLimit,
        @DefaultValue("3") int attempts,
        @DefaultValue("12s") Duration lease,
        @DefaultValue("4s") Duration renewEvery,
        @DefaultValue("2s") Duration sweepEvery) {}
