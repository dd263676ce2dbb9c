using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Accepts messages into the queue, and waits a while for WhatsApp's answer.</summary>
internal sealed class MessageSender(
    IDbContextFactory<GatewayDbContext> contexts,
    IInstanceConnections connections,
    MessageAcceptance acceptance,
    NewChats newChats,
    Idempotency answers,
    SendOutcomes outcomes,
    SendLanes lanes,
    IOptions<WhatsAppGatewayOptions> options,
    TimeProvider time)
{
    /// <summary>Sends a message.</summary>
    /// <param name="tenant">Whose it is; with an instance.</param>
    /// <param name="request">The request, for its times.</param>
    /// <param name="draft">Makes what is to be sent; not called for a request that was served before.</param>
    /// <param name="preferences">How the caller wants to be answered.</param>
    /// <param name="fingerprint">Tells the request apart from others with its key.</param>
    /// <param name="cancellationToken">Stops waiting; a message that was accepted is sent all the same.</param>
    /// <returns>The message: <c>sent</c>, or <c>accepted</c> while it waits.</returns>
    /// <exception cref="GatewayException">It was not accepted.</exception>
    /// <exception cref="WhatsAppException">It failed while the caller waited.</exception>
    public async Task<SentMessageResponse> SendAsync(
        TenantContext tenant,
        SendRequest request,
        Func<Task<MessageDraft>> draft,
        SendPreferences preferences,
        Func<byte[]> fingerprint,
        CancellationToken cancellationToken)
    {
        var schedule = SendSchedule.Of(request, options.Value.Sending, time);
        if (preferences.IdempotencyKey is not { } key)
        {
            return await SendAsync(tenant, await draft().ConfigureAwait(false), schedule, preferences, null, cancellationToken).ConfigureAwait(false);
        }

        using var turn = await answers.EnterAsync(InstanceRef.Of(tenant), key, fingerprint(), cancellationToken).ConfigureAwait(false);
        if (turn.Before is { } before)
        {
            return await RepeatAsync(tenant, before, cancellationToken).ConfigureAwait(false);
        }

        var answer = await SendAsync(tenant, await draft().ConfigureAwait(false), schedule, preferences, turn, cancellationToken).ConfigureAwait(false);
        await turn.AnswerAsync(StatusOf(answer), answer).ConfigureAwait(false);
        return answer;
    }

    /// <summary>The status of an answer: 200 for what WhatsApp has, 202 for what waits.</summary>
    public static int StatusOf(SentMessageResponse answer) => answer.Status == "sent" ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;

    private async Task<SentMessageResponse> SendAsync(
        TenantContext tenant,
        MessageDraft draft,
        SendSchedule schedule,
        SendPreferences preferences,
        Idempotency.Turn? turn,
        CancellationToken cancellationToken)
    {
        var instance = InstanceRef.Of(tenant);
        var id = await acceptance.CreateIdAsync(instance, cancellationToken).ConfigureAwait(false);
        await newChats.CountAsync(instance, draft.Chat, cancellationToken).ConfigureAwait(false);
        using var waiter = outcomes.Expect(instance, id);
        await acceptance.AcceptAsync(instance, new AcceptedMessage(id, draft, schedule), turn, cancellationToken).ConfigureAwait(false);
        var waiting = new SentMessageResponse(id, "accepted", Recipient.Name(draft.Chat), schedule.DueAt);
        if (schedule.IsScheduled)
        {
            return waiting;
        }

        lanes.Wake(instance, draft.Chat.ToString());
        if (preferences.RespondAsync || connections.GetStatus(instance).State != ConnectionState.Connected)
        {
            return waiting;
        }

        var longest = options.Value.Sending.Wait;
        var limit = preferences.Wait < longest ? preferences.Wait.Value : longest;
        return await waiter.WaitAsync(limit, cancellationToken).ConfigureAwait(false) switch
        {
            null => waiting,
            { Error: { } error } => throw error,
            var sent => waiting with { Status = "sent", Timestamp = sent.At },
        };
    }

    /// <summary>The answer of before; where the process ended before it gave one, what the message's row tells.</summary>
    private async Task<SentMessageResponse> RepeatAsync(TenantContext tenant, IdempotentRequest before, CancellationToken cancellationToken)
    {
        if (before.Answer is { } answer)
        {
            return JsonSerializer.Deserialize<SentMessageResponse>(answer, JsonSerializerOptions.Web)!;
        }

        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var row = await context.Messages.AsNoTracking()
            .FirstOrDefaultAsync(row => row.InstanceId == before.InstanceId && row.MessageId == before.MessageId && row.IsOutgoing, cancellationToken).ConfigureAwait(false)
            ?? throw GatewayException.NotFound();
        return row.Status switch
        {
            MessageStatus.Failed => throw SendFailures.Of(row.FailureCode!, row.FailureReason!),
            MessageStatus.Accepted => new SentMessageResponse(row.MessageId, "accepted", row.To, row.DueAt ?? row.Timestamp),
            _ => new SentMessageResponse(row.MessageId, "sent", row.To, row.Timestamp),
        };
    }
}
