using System.Text.Json;
using System.Text.Json.Serialization;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Audit;
using WhatsAppKit.Contracts.Auth;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Contracts.Instances;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Contracts.Pairing;
using WhatsAppKit.Contracts.Subscriptions;
using WhatsAppKit.Contracts.Users;

namespace WhatsAppKit.Client.Http;

/// <summary>What is read and written, generated at build time: nothing is looked up at run time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(AuthResponse))]
[JsonSerializable(typeof(CreateInstanceRequest))]
[JsonSerializable(typeof(UpdateInstanceRequest))]
[JsonSerializable(typeof(InstanceResponse))]
[JsonSerializable(typeof(IReadOnlyList<InstanceResponse>))]
[JsonSerializable(typeof(InstanceStatusResponse))]
[JsonSerializable(typeof(QrResponse))]
[JsonSerializable(typeof(InstanceInfoResponse))]
[JsonSerializable(typeof(CreateApiKeyRequest))]
[JsonSerializable(typeof(CreatedApiKeyResponse))]
[JsonSerializable(typeof(IReadOnlyList<ApiKeyResponse>))]
[JsonSerializable(typeof(ApiKeyResponse))]
[JsonSerializable(typeof(UpdateApiKeyRequest))]
[JsonSerializable(typeof(RotateApiKeyRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(LogoutRequest))]
[JsonSerializable(typeof(ForgotPasswordRequest))]
[JsonSerializable(typeof(ResetPasswordRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(MeResponse))]
[JsonSerializable(typeof(CreateUserRequest))]
[JsonSerializable(typeof(UpdateUserRequest))]
[JsonSerializable(typeof(UserDetailResponse))]
[JsonSerializable(typeof(IReadOnlyList<UserDetailResponse>))]
[JsonSerializable(typeof(SubscriptionDetailResponse))]
[JsonSerializable(typeof(ChangeTierRequest))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(SendTextRequest))]
[JsonSerializable(typeof(SentMessageResponse))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(GatewayEvent))]
[JsonSerializable(typeof(GatewayProblem))]
internal sealed partial class GatewayJson : JsonSerializerContext;

/// <summary>Problem details as the gateway writes them.</summary>
internal sealed record GatewayProblem(string? Code, string? Detail, IReadOnlyDictionary<string, string[]>? Errors);
