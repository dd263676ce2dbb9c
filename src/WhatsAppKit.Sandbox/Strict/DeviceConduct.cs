using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Strict;

/// <summary>What the rules remember of a device over its connections: what it owes, and which ids it has used. Bounded.</summary>
internal sealed class DeviceConduct
{
    private const int MaxDebts = 2_000;
    private const int MaxIds = 2_000;
    private const int MaxPreKeys = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Debt> _debts = [];
    private readonly Queue<string> _order = new();
    private readonly Dictionary<string, string> _messages = [];
    private readonly Queue<string> _messageOrder = new();
    private readonly Dictionary<uint, byte[]> _preKeys = [];
    private readonly Dictionary<string, long> _retries = [];
    private readonly HashSet<string> _calls = [];
    private readonly Dictionary<Jid, string> _hashes = [];
    private readonly Dictionary<Jid, string> _staleHashes = [];
    private uint _highestPreKey;
    private bool _hasForgotten;

    /// <summary>The device has a new connection: what it owed on the last one is delivered again, or was lost.</summary>
    public void Reconnected()
    {
        lock (_gate)
        {
            foreach (var debt in _debts.Values)
            {
                debt.Since = null;
            }
        }
    }

    /// <summary>Notes a stanza that was sent to the device, if it must be answered.</summary>
    public void Delivered(BinaryNode stanza, DateTimeOffset now)
    {
        if (stanza["id"] is null || stanza.Tag is not ("message" or "notification" or "receipt" or "call"))
        {
            return;
        }

        var key = KeyOf(stanza.Tag, stanza, stanza.Jid("from"));
        lock (_gate)
        {
            if (!_debts.TryGetValue(key, out var debt))
            {
                Forget();
                _debts.Add(key, debt = new Debt(stanza));
                _order.Enqueue(key);
            }

            debt.Deliveries++;
            debt.Since ??= now;
        }
    }

    /// <summary>Takes an answer; the stanza it is for, or null when there is none.</summary>
    /// <param name="tag">What is answered.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="isOwed">False when everything it could be for was answered before.</param>
    public BinaryNode? Answered(string tag, BinaryNode answer, out bool isOwed)
    {
        var key = KeyOf(tag, answer, answer.Jid("to"));
        lock (_gate)
        {
            if (!_debts.TryGetValue(key, out var debt))
            {
                isOwed = _hasForgotten;
                return null;
            }

            debt.Answers++;
            debt.Since = null;
            isOwed = debt.Answers <= debt.Deliveries;
            return debt.Stanza;
        }
    }

    /// <summary>Takes an answer that may come beside another one.</summary>
    public void Settled(string tag, BinaryNode answer)
    {
        lock (_gate)
        {
            if (_debts.TryGetValue(KeyOf(tag, answer, answer.Jid("to")), out var debt))
            {
                debt.Since = null;
            }
        }
    }

    /// <summary>What has been open for longer than it may, each once.</summary>
    public IReadOnlyList<BinaryNode> TakeOverdue(DateTimeOffset now, TimeSpan limit)
    {
        lock (_gate)
        {
            var overdue = _debts.Values.Where(debt => debt.IsOpen && now - debt.Since > limit).ToArray();
            foreach (var debt in overdue)
            {
                debt.Since = null;
            }

            return [.. overdue.Select(debt => debt.Stanza)];
        }
    }

    /// <summary>What is open now.</summary>
    public IReadOnlyList<BinaryNode> Open()
    {
        lock (_gate)
        {
            return [.. _debts.Values.Where(debt => debt.IsOpen).Select(debt => debt.Stanza)];
        }
    }

    /// <summary>Notes a message's id; false when the id stands for a message to somebody else already.</summary>
    public bool TakesMessageId(string id, string to)
    {
        lock (_gate)
        {
            if (_messages.TryGetValue(id, out var known))
            {
                return known == to;
            }

            _messages.Add(id, to);
            _messageOrder.Enqueue(id);
            if (_messageOrder.Count > MaxIds)
            {
                _messages.Remove(_messageOrder.Dequeue());
            }

            return true;
        }
    }

    /// <summary>True when a message was delivered and never answered.</summary>
    public bool OwesFirstAnswer(string tag, string? id)
    {
        lock (_gate)
        {
            return _debts.TryGetValue($"{tag} {id}", out var debt) && debt is { Answers: 0, IsOpen: true };
        }
    }

    /// <summary>Notes a one-time key; false when its id stands for another key already.</summary>
    /// <param name="id">The key's id.</param>
    /// <param name="value">The key.</param>
    /// <param name="isInOrder">False for a new key whose id is not the highest.</param>
    public bool TakesPreKey(uint id, ReadOnlySpan<byte> value, out bool isInOrder)
    {
        lock (_gate)
        {
            isInOrder = true;
            if (_preKeys.TryGetValue(id, out var known))
            {
                return value.SequenceEqual(known);
            }

            isInOrder = id > _highestPreKey;
            _highestPreKey = Math.Max(id, _highestPreKey);
            if (_preKeys.Count < MaxPreKeys)
            {
                _preKeys.Add(id, value.ToArray());
            }

            return true;
        }
    }

    /// <summary>True for a one-time key that was uploaded.</summary>
    public bool HasPreKey(uint id)
    {
        lock (_gate)
        {
            return _preKeys.ContainsKey(id);
        }
    }

    /// <summary>Notes a request for a repetition; false when its count is not higher than that of the last one.</summary>
    public bool TakesRetry(string message, long count)
    {
        lock (_gate)
        {
            if (_retries.Count >= MaxIds)
            {
                _retries.Clear();
            }

            var isHigher = count > _retries.GetValueOrDefault(message);
            _retries[message] = count;
            return isHigher;
        }
    }

    /// <summary>Knows a call by its id; one that begins is noted.</summary>
    public bool KnowsCall(string id, bool isBegun = true)
    {
        lock (_gate)
        {
            if (!isBegun)
            {
                return _calls.Contains(id) || _calls.Count >= MaxIds;
            }

            if (_calls.Count < MaxIds)
            {
                _calls.Add(id);
            }

            return true;
        }
    }

    /// <summary>Notes the hash of a message to many.</summary>
    public void NoteHash(Jid chat, string hash)
    {
        lock (_gate)
        {
            if (_hashes.Count >= MaxIds)
            {
                _hashes.Clear();
                _staleHashes.Clear();
            }

            _hashes[chat] = hash;
        }
    }

    /// <summary>The hash in the last message to a chat of many; null when there was none.</summary>
    public string? LastHash(Jid chat)
    {
        lock (_gate)
        {
            return _hashes.GetValueOrDefault(chat);
        }
    }

    /// <summary>Notes that the server named another hash for a group than the one in the message.</summary>
    public void ToldHashIsStale(Jid group, string hash)
    {
        lock (_gate)
        {
            _staleHashes[group] = hash;
        }
    }

    /// <summary>True for a hash of which the device was told that it is stale.</summary>
    public bool IsStale(Jid group, string hash)
    {
        lock (_gate)
        {
            return _staleHashes.Remove(group, out var stale) && stale == hash;
        }
    }

    private void Forget()
    {
        if (_order.Count >= MaxDebts)
        {
            _debts.Remove(_order.Dequeue());
            _hasForgotten = true;
        }
    }

    // Several receipts of many devices are about one message and have its id; everything else has an id of its own.
    private static string KeyOf(string tag, BinaryNode stanza, Jid? peer) =>
        tag == "receipt" ? $"receipt {stanza["id"]} {stanza["type"]} {peer} {stanza.Jid("participant")}" : $"{tag} {stanza["id"]}";
}
