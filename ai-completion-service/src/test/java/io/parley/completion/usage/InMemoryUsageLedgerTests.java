package io.parley.completion.usage;

class InMemoryUsageLedgerTests implements UsageLedgerContract {

    @Override
    public UsageLedger ledger() {
        return new InMemoryUsageLedger();
    }
}
