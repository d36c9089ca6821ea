package io.parley.e2e.ledger;

import io.parley.e2e.ledger.client.Door;
import io.parley.e2e.ledger.client.Figures;
import io.parley.e2e.ledger.client.Gateway;
import io.parley.e2e.ledger.client.LedgerClient;
import io.parley.e2e.ledger.client.Room;
import io.parley.e2e.ledger.client.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Who takes part: so many conversations of a kind, with so many clients of the owner and so many agents in each.
 *
 * @param talk how each of the clients talks
 */
record Crowd(Kind kind, int rooms, int ownersClients, int agents, Talk talk) {
    enum Kind {
        /** Sessions with the chatbot {@code leta}. */
        SESSIONS,
        /** Conversations under an id that everybody knows. */
        PEOPLE
    }

    List<Room> come(Gateway gateway, Figures figures) {
        var all = new ArrayList<Room>();
        for (int i = 0; i < rooms; i++) {
            all.add(room(gateway, figures));
        }
        return all;
    }

    private Room room(Gateway gateway, Figures figures) {
        var id = UUID.randomUUID().toString().substring(0, 13);
        var owner = "owner-" + id;
        var clients = new ArrayList<LedgerClient>();
        for (int i = 0; i < ownersClients; i++) {
            clients.add(client(gateway, figures, id, owner, i, "user"));
        }
        for (int i = 0; i < agents; i++) {
            clients.add(client(gateway, figures, id, "agent-" + i + "-" + id, 0, "agent"));
        }
        return new Room(clients);
    }

    private LedgerClient client(Gateway gateway, Figures figures, String room, String user, int number, String role) {
        var token = gateway.token(user, role);
        var door = kind == Kind.SESSIONS
                ? new Door.Session(gateway, "leta", token)
                : new Door.People("room-" + room, user, token);
        return new LedgerClient(gateway, door, user + "/" + number, user, role.equals("agent"), figures);
    }
}
