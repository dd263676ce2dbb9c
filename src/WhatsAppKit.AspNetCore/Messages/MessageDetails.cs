using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.AspNetCore.Messages.Receiving;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>One message with all it says, and what people did to it.</summary>
internal sealed class MessageDetails(IDbContextFactory<GatewayDbContext> contexts, StoredMessages messages, TimeProvider time)
{
    // A group has a thousand members, and each has one reaction, one vote and one answer.
    private const int MaxMarks = 5000;

    public async Task<MessageDetailResponse> GetAsync(TenantContext tenant, string id, string? chat, CancellationToken cancellationToken)
    {
        var row = await messages.RequireAsync(tenant, id, chat, cancellationToken).ConfigureAwait(false);
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var marks = await context.MessageMarks.AsNoTracking().Where(mark => mark.MessageSequence == row.Sequence)
            .OrderByDescending(mark => mark.At).Take(MaxMarks).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new MessageDetailResponse(
            MessageMapping.ToContract(row),
            messages.Body(row)?.ToContract(row.MediaId),
            [.. Of(MarkKind.Reaction).Select(mark => new ReactionResponse(mark.Name, mark.Value, mark.At))],
            [.. Of(MarkKind.Vote).Select(mark => new VoteResponse(mark.Name, JsonSerializer.Deserialize<string[]>(mark.Value)!, mark.At))],
            [.. Of(MarkKind.EventAnswer).Select(Answer)],
            Of(MarkKind.Pin).Select(PinnedUntil).FirstOrDefault(),
            Of(MarkKind.Keep).Any(),
            row.FailureReason,
            row.FailureCode,
            row.DueAt,
            row.ExpiresAt);

        IEnumerable<MessageMark> Of(MarkKind kind) => marks.Where(mark => mark.Kind == kind);
    }

    private static EventAnswerResponse Answer(MessageMark mark)
    {
        var answer = JsonSerializer.Deserialize<StoredAnswer>(mark.Value)!;
        return new EventAnswerResponse(mark.Name, Answers.Word(answer.Answer), answer.Guests, mark.At);
    }

    private DateTimeOffset? PinnedUntil(MessageMark mark)
    {
        var until = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(mark.Value, CultureInfo.InvariantCulture));
        return until > time.GetUtcNow() ? until : null;
    }
}
