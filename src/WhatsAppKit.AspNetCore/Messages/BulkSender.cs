using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Accepts many messages in one transaction; each has a result of its own.</summary>
internal sealed class BulkSender(
    MessageKinds kinds, MessageAcceptance acceptance, NewChats newChats, Idempotency answers, SendLanes lanes, IOptions<WhatsAppGatewayOptions> options,
    TimeProvider time)
{
    private const int MaxMessages = 1000;

    public async Task<SendBulkResponse> SendAsync(
        TenantContext tenant, SendBulkRequest request, SendPreferences preferences, CancellationToken cancellationToken)
    {
        var messages = Validated.Items(request.Messages, "messages", MaxMessages);
        if (preferences.IdempotencyKey is not { } key)
        {
            return await AcceptAsync(tenant, messages, null, cancellationToken).ConfigureAwait(false);
        }

        using var turn = await answers.EnterAsync(InstanceRef.Of(tenant), key, Fingerprint.Of("bulk", messages.Select(Digest)), cancellationToken).ConfigureAwait(false);
        return turn.Before is { Answer: { } answer }
            ? JsonSerializer.Deserialize<SendBulkResponse>(answer, JsonSerializerOptions.Web)!
            : await AcceptAsync(tenant, messages, turn, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Of the bytes as they came: what is in them has not been checked yet, and may be no text at all.</summary>
    private static string[] Digest(BulkMessage? message) => message is null ? []
        : message.Message.ValueKind == JsonValueKind.Undefined ? [message.Kind ?? ""]
        : [message.Kind ?? "", Convert.ToHexString(SHA256.HashData(JsonMarshal.GetRawUtf8Value(message.Message)))];

    private async Task<SendBulkResponse> AcceptAsync(
        TenantContext tenant, IReadOnlyList<BulkMessage> messages, Idempotency.Turn? turn, CancellationToken cancellationToken)
    {
        var instance = InstanceRef.Of(tenant);
        var results = new BulkResult?[messages.Count];
        var accepted = new List<(int Index, AcceptedMessage Message)>(messages.Count);
        var chats = new HashSet<string>();
        for (var index = 0; index < messages.Count; index++)
        {
            try
            {
                var draft = await DraftAsync(tenant, instance, messages[index], cancellationToken).ConfigureAwait(false);
                if (!chats.Contains(draft.Draft.Chat.ToString()))
                {
                    await newChats.CountAsync(instance, draft.Draft.Chat, cancellationToken).ConfigureAwait(false);
                    chats.Add(draft.Draft.Chat.ToString());
                }

                accepted.Add((index, draft));
            }
            catch (GatewayException error)
            {
                results[index] = new BulkResult(null, ToContract(error));
            }
        }

        var answer = await StoreAsync(instance, results, accepted, turn, cancellationToken).ConfigureAwait(false);
        foreach (var chat in accepted.Select(each => each.Message.Draft.Chat.ToString()).Distinct())
        {
            lanes.Wake(instance, chat);
        }

        return answer;
    }

    private async Task<AcceptedMessage> DraftAsync(TenantContext tenant, InstanceRef instance, BulkMessage message, CancellationToken cancellationToken)
    {
        // JSON has null in a list, whatever the type of its entries.
        var kind = (message is null ? null : kinds.Find(message.Kind)) ?? throw GatewayException.Invalid("kind", "A kind such as text is needed.");
        var (request, draft) = await kind.DraftAsync(tenant, message!.Message, cancellationToken).ConfigureAwait(false);
        var schedule = SendSchedule.Of(request, options.Value.Sending, time);
        return new AcceptedMessage(await acceptance.CreateIdAsync(instance, cancellationToken).ConfigureAwait(false), draft, schedule);
    }

    private async Task<SendBulkResponse> StoreAsync(
        InstanceRef instance,
        BulkResult?[] results,
        List<(int Index, AcceptedMessage Message)> accepted,
        Idempotency.Turn? turn,
        CancellationToken cancellationToken)
    {
        if (accepted.Count > 0)
        {
            try
            {
                await acceptance.AcceptAsync(
                    instance,
                    [.. accepted.Select(each => each.Message)],
                    async (context, allowed) =>
                    {
                        Report(results, accepted, allowed);
                        if (turn is not null)
                        {
                            await turn.ClaimAsync(context, null, cancellationToken, (StatusCodes.Status202Accepted, JsonSerializer.Serialize(Answer(results), JsonSerializerOptions.Web))).ConfigureAwait(false);
                        }
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            catch (GatewayException error) when (error.Code is ProblemCodes.MonthlyMessageLimit or ProblemCodes.QueueLimit)
            {
                // Nothing was stored.
                Report(results, accepted, new Allowance(0, error));
                accepted.Clear();
            }
        }

        return Answer(results);
    }

    private static void Report(BulkResult?[] results, List<(int Index, AcceptedMessage Message)> accepted, Allowance allowed)
    {
        for (var i = 0; i < accepted.Count; i++)
        {
            var (index, message) = accepted[i];
            results[index] = i < allowed.Count
                ? new BulkResult(new SentMessageResponse(message.Id, "accepted", Recipient.Name(message.Draft.Chat), message.Schedule.DueAt), null)
                : new BulkResult(null, ToContract(allowed.Refusal!));
        }
    }

    private static SendBulkResponse Answer(BulkResult?[] results) => new([.. results!], results.Count(result => result!.Message is not null));

    private static BulkError ToContract(GatewayException error) => new(error.Status, error.Code, error.Message, error.Errors);
}
